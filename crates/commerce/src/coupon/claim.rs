use super::{Template, TemplateState};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// What is known when a coupon is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimFacts {
    /// How many coupons of the template were ever issued.
    pub issued: u32,
    /// How many of them to this customer.
    pub issued_to_customer: u32,
    /// The instant of the claim, in Unix milliseconds.
    pub now_ms: i64,
}

/// Why no coupon is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefusal {
    /// The template is a draft or closed.
    #[error("no coupons of this template are issued")]
    NotActive,
    /// Its time has not come.
    #[error("not before {valid_from_ms} ms")]
    NotStarted {
        /// When it comes, in Unix milliseconds.
        valid_from_ms: i64,
    },
    /// Its time is over.
    #[error("the time to claim is over")]
    Ended,
    /// All coupons have been issued.
    #[error("all coupons have been issued")]
    Exhausted,
    /// The customer was issued as many as one may have.
    #[error("the customer has had {limit} already")]
    CustomerLimit {
        /// How many one may have.
        limit: u32,
    },
}

impl Template {
    /// Decides whether a coupon is issued and, if so, until when it is good: the first instant, in Unix milliseconds, at
    /// which it can no longer be used.
    ///
    /// # Errors
    /// The first reason against it; see [`ClaimRefusal`].
    pub fn claim(&self, facts: ClaimFacts) -> Result<i64, ClaimRefusal> {
        if self.state != TemplateState::Active {
            return Err(ClaimRefusal::NotActive);
        }
        if facts.now_ms < self.valid_from_ms {
            return Err(ClaimRefusal::NotStarted {
                valid_from_ms: self.valid_from_ms,
            });
        }
        if facts.now_ms >= self.valid_until_ms {
            return Err(ClaimRefusal::Ended);
        }
        if facts.issued_to_customer >= self.per_customer_limit {
            return Err(ClaimRefusal::CustomerLimit {
                limit: self.per_customer_limit,
            });
        }
        if facts.issued >= self.total_limit {
            return Err(ClaimRefusal::Exhausted);
        }
        let by_days = self
            .valid_days
            .map(|days| facts.now_ms.saturating_add(i64::from(days) * DAY_MS));
        Ok(by_days.map_or(self.valid_until_ms, |end_ms| end_ms.min(self.valid_until_ms)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coupon::draft::tests::template;

    const NOW: ClaimFacts = ClaimFacts {
        issued: 0,
        issued_to_customer: 0,
        now_ms: 2_000,
    };

    fn check(change: impl FnOnce(&mut Template), facts: ClaimFacts, expected: Result<i64, ClaimRefusal>) {
        let mut template = template();
        (template.valid_from_ms, template.valid_until_ms) = (1_000, 10 * DAY_MS);
        change(&mut template);
        assert_eq!(template.claim(facts), expected);
    }

    #[test]
    fn coupon_lasts_until_the_earlier_of_its_two_ends() {
        check(|_| {}, NOW, Ok(10 * DAY_MS));
        check(
            |template| template.valid_days = Some(3),
            NOW,
            Ok(3 * DAY_MS + 2_000),
        );
        check(|template| template.valid_days = Some(30), NOW, Ok(10 * DAY_MS));
    }

    #[test]
    fn coupons_are_issued_only_in_their_time() {
        check(
            |_| {},
            ClaimFacts { now_ms: 999, ..NOW },
            Err(ClaimRefusal::NotStarted { valid_from_ms: 1_000 }),
        );
        check(|_| {}, ClaimFacts { now_ms: 1_000, ..NOW }, Ok(10 * DAY_MS));
        check(
            |_| {},
            ClaimFacts {
                now_ms: 10 * DAY_MS,
                ..NOW
            },
            Err(ClaimRefusal::Ended),
        );
    }

    #[test]
    fn only_an_active_template_issues_coupons() {
        for state in [TemplateState::Draft, TemplateState::Closed] {
            check(
                |template| template.state = state,
                NOW,
                Err(ClaimRefusal::NotActive),
            );
        }
    }

    #[test]
    fn limits_are_not_passed() {
        let limits = |template: &mut Template| (template.total_limit, template.per_customer_limit) = (5, 2);
        check(
            limits,
            ClaimFacts {
                issued: 4,
                issued_to_customer: 1,
                ..NOW
            },
            Ok(10 * DAY_MS),
        );
        check(
            limits,
            ClaimFacts { issued: 5, ..NOW },
            Err(ClaimRefusal::Exhausted),
        );
        let limit = ClaimRefusal::CustomerLimit { limit: 2 };
        check(
            limits,
            ClaimFacts {
                issued: 5,
                issued_to_customer: 2,
                ..NOW
            },
            Err(limit),
        );
    }
}
