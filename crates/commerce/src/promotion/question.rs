use serde::{Deserialize, Serialize};

use crate::hours::LocalTime;
use crate::ids::{CategoryId, PromotionId, RuleName, SkuId, StoreId};
use crate::money::{Currency, Minor};
use crate::pricing::{Goods, Operation, amounts_off};
use crate::store::Mode;

/// What the rules are asked: a cart, and the promotions that run for it, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is to be priced.
    pub cart: AskedCart,
    /// Whom to ask, one after the other.
    pub promotions: Vec<AskedPromotion>,
}

/// A cart as a rule sees it; `wit/promotion.wit` says what it may assume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedCart {
    /// Who sells.
    pub store: StoreId,
    /// How the goods get to the shopper.
    pub mode: Mode,
    /// The currency of all amounts.
    pub currency: Currency,
    /// When, at the store.
    pub local_time: LocalTime,
    /// What is bought.
    pub lines: Vec<AskedLine>,
}

/// A line as a rule sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedLine {
    /// What is bought.
    pub sku: SkuId,
    /// Where the product is found.
    pub categories: Vec<CategoryId>,
    /// How many.
    pub quantity: u32,
    /// The store's price of one.
    pub unit_price: Minor,
    /// What all cost after the promotions before this one.
    pub total: Minor,
}

/// A promotion that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPromotion {
    /// Which.
    pub id: PromotionId,
    /// Its rule.
    pub rule: RuleName,
    /// What the rule is told.
    pub parameters: String,
}

/// What the rules answered, in the order of the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// One for each promotion.
    pub answers: Vec<Answered>,
}

/// What one rule answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// For which promotion.
    pub promotion: PromotionId,
    /// What.
    pub outcome: Outcome,
}

/// What came of asking a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What it takes off; not yet checked.
    Operations(Vec<Operation>),
    /// Why there is no answer, for the operator.
    Failed(String),
}

/// The parameters of a promotion that is to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRequest {
    /// The rule that should understand them.
    pub rule: RuleName,
    /// The parameters.
    pub parameters: String,
}

/// What a rule says of parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// It understands them.
    Sound,
    /// No slot holds a rule of this name.
    UnknownRule,
    /// It does not; in its own words.
    Refused(String),
}

impl AskedCart {
    /// The cart as the next promotion finds it. An answer that does not count leaves it as it is.
    pub fn take_off(&mut self, operations: &[Operation]) {
        let goods: Vec<Goods> = self.lines.iter().map(Goods::from).collect();
        let Ok(amounts) = amounts_off(operations, &goods) else {
            return;
        };
        for (line, amount) in self.lines.iter_mut().zip(amounts) {
            // An amount that counts is at most the total.
            line.total = line.total.checked_sub(amount).unwrap_or(line.total);
        }
    }
}

impl From<&AskedLine> for Goods {
    fn from(line: &AskedLine) -> Self {
        Self {
            quantity: line.quantity,
            total: line.total,
        }
    }
}

impl Question {
    /// Asks one promotion after the other, each about the cart that the ones before it left.
    pub fn put_to(
        mut self,
        ask: impl Fn(&AskedPromotion, &AskedCart) -> Result<Vec<Operation>, String>,
    ) -> Answers {
        let promotions = std::mem::take(&mut self.promotions);
        let answers = promotions.into_iter().map(|promotion| {
            let outcome = match ask(&promotion, &self.cart) {
                Ok(operations) => {
                    self.cart.take_off(&operations);
                    Outcome::Operations(operations)
                }
                Err(words) => Outcome::Failed(words),
            };
            Answered {
                promotion: promotion.id,
                outcome,
            }
        });
        Answers {
            answers: answers.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::Units;
    use std::cell::RefCell;

    fn question() -> Question {
        let line = AskedLine {
            sku: "tea.l".parse().unwrap(),
            categories: vec!["drinks".parse().unwrap()],
            quantity: 2,
            unit_price: Minor(1_000),
            total: Minor(2_000),
        };
        let asked = |id: &str| AskedPromotion {
            id: id.parse().unwrap(),
            rule: "r".parse().unwrap(),
            parameters: "{}".to_owned(),
        };
        Question {
            cart: AskedCart {
                store: "s1".parse().unwrap(),
                mode: Mode::Pickup,
                currency: Currency::CNY,
                local_time: LocalTime::of(&"UTC".parse().unwrap(), 0).unwrap(),
                lines: vec![line],
            },
            promotions: ["liar", "half", "silent", "last"].map(asked).to_vec(),
        }
    }

    #[test]
    fn each_rule_sees_what_the_answers_that_count_left() {
        let percent = |quantity, rate_bp| Operation::PercentOff {
            units: vec![Units { line: 0, quantity }],
            rate_bp,
        };
        let seen = RefCell::new(Vec::new());
        let answers = question().put_to(|promotion, cart| {
            seen.borrow_mut().push(cart.lines[0].total.get());
            match promotion.id.as_str() {
                "liar" => Ok(vec![percent(3, 10_000)]),
                "half" => Ok(vec![percent(1, 5_000)]),
                "silent" => Err("no rule".to_owned()),
                _ => Ok(vec![]),
            }
        });
        assert_eq!(seen.into_inner(), [2_000, 2_000, 1_500, 1_500]);
        assert_eq!(answers.answers[2].outcome, Outcome::Failed("no rule".to_owned()));
        let json = serde_json::to_string(&answers).unwrap();
        assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
    }
}
