//! Asking the brand's own rules. They are somebody else's code: whatever becomes of the question, there is a price.

use commerce::hours::LocalTime;
use commerce::ids::CategoryId;
use commerce::pricing::{NotAsked, PricedLine, RuleAnswer};
use commerce::promotion::{
    Answered, Answers, AskedCart, AskedLine, AskedPromotion, Outcome, Promotion, Question,
};
use commerce::store::{Mode, Store};
use web::Call;

/// How long all rules of a cart may take together, in milliseconds. A shopper who waits longer leaves.
const LIMIT_MS: i64 = 400;

/// Asks the rules of `running`, in that order, about lines with the categories that they are found in. Calls nobody where
/// nothing runs.
pub async fn ask(
    call: &Call,
    store: &Store,
    mode: Mode,
    lines: &[(PricedLine, Vec<CategoryId>)],
    running: &[&Promotion],
) -> Vec<RuleAnswer> {
    if running.is_empty() {
        return Vec::new();
    }
    let answered = match cart(call, store, mode, lines) {
        Some(cart) => ask_all(call, cart, running).await,
        None => Vec::new(),
    };
    let mut answered = answered.into_iter().peekable();
    let answers = running.iter().map(|promotion| {
        let outcome = answered.next_if(|answer| answer.promotion == promotion.id);
        let operations = match outcome.map(|answer| answer.outcome) {
            Some(Outcome::Operations(operations)) => Ok(operations),
            Some(Outcome::Failed(words)) => {
                call.platform.log(&format!("promotion {}: {words}", promotion.id));
                Err(NotAsked)
            }
            None => Err(NotAsked),
        };
        RuleAnswer {
            promotion: promotion.id.clone(),
            name: promotion.name.clone(),
            operations,
        }
    });
    answers.collect()
}

/// All at once; and if that fails, one by one, so that a rule that traps takes no other with it.
async fn ask_all(call: &Call, cart: AskedCart, running: &[&Promotion]) -> Vec<Answered> {
    let deadline_ms = call.platform.now_ms().saturating_add(LIMIT_MS);
    let promotions: Vec<AskedPromotion> = running
        .iter()
        .map(|promotion| AskedPromotion {
            id: promotion.id.clone(),
            rule: promotion.rule.clone(),
            parameters: promotion.parameters.clone(),
        })
        .collect();
    let mut question = Question { cart, promotions };
    let words = match put(call, &question, deadline_ms).await {
        Ok(answers) => return answers.answers,
        Err(words) => words,
    };
    call.platform.log(&format!("promotions: {words}"));
    if running.len() == 1 {
        return Vec::new();
    }
    let mut answered = Vec::with_capacity(running.len());
    for promotion in std::mem::take(&mut question.promotions) {
        let id = promotion.id.clone();
        question.promotions = vec![promotion];
        let outcome = match put(call, &question, deadline_ms).await {
            Ok(answers) => answers
                .answers
                .into_iter()
                .find(|answer| answer.promotion == id)
                .map_or_else(
                    || Outcome::Failed("no answer".to_owned()),
                    |answer| answer.outcome,
                ),
            Err(words) => Outcome::Failed(words),
        };
        if let Outcome::Operations(operations) = &outcome {
            question.cart.take_off(operations);
        }
        answered.push(Answered {
            promotion: id,
            outcome,
        });
    }
    answered
}

async fn put(call: &Call, question: &Question, deadline_ms: i64) -> Result<Answers, String> {
    let left_ms = deadline_ms.saturating_sub(call.platform.now_ms());
    let left_ms = u64::try_from(left_ms).ok().filter(|&left_ms| left_ms > 0);
    let left_ms = left_ms.ok_or("no time is left")?;
    let body = serde_json::to_vec(question).map_err(|error| error.to_string())?;
    let answer = call.platform.call_component("promotions", "/ask", body, left_ms);
    let answer = String::from_utf8(answer.await?).map_err(|error| error.to_string())?;
    serde_json::from_str(&answer).map_err(|error| error.to_string())
}

fn cart(
    call: &Call,
    store: &Store,
    mode: Mode,
    lines: &[(PricedLine, Vec<CategoryId>)],
) -> Option<AskedCart> {
    let lines = lines.iter().map(|(line, categories)| {
        Some(AskedLine {
            sku: line.sku.clone(),
            categories: categories.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
            total: line.unit_price.times(line.quantity).ok()?,
        })
    });
    Some(AskedCart {
        store: store.id.clone(),
        mode,
        currency: store.currency,
        local_time: LocalTime::of(&store.service.timetable.zone, call.now_ms)?,
        lines: lines.collect::<Option<_>>()?,
    })
}
