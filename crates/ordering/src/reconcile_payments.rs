//! The job that asks the gateway by itself: about payments whose notification was lost, and once about each payment that
//! ended, so that both sides can be compared.

use crate::hear::{Heard, hear};
use crate::provider::{PaymentProvider, PaymentReport, PaymentState as Reported, ProviderError};
use api::checkout::ReconcileReport;
use api::problem::{Code, Problem};
use storage::payment::audit::{self, GatewaySide, GatewayState, Unaudited};
use web::{Call, Reply};

/// Payments read at once.
const PAGE: u32 = 100;
/// How long a run may take, in milliseconds; the next one goes on.
const RUN_MS_MAX: i64 = 10_000;
/// How long a payment is left to its payer and its notification, in milliseconds, before it is asked about, and between
/// two questions.
const LEAVE_MS: i64 = 30_000;
/// How long after its end a payment is asked about, in milliseconds: by then the gateway knows of it everywhere.
const SETTLED_MS: i64 = 60_000;
/// Unanswered questions in a row after which the gateway is left alone until the next run.
const UNANSWERED_MAX: u32 = 3;
/// Longest gateway's number that is kept, in characters.
const NUMBER_CHARS_MAX: usize = 64;

/// Asks about pending payments, settles or refunds those that were paid, and asks about ended ones. Each payment is a
/// write of its own that compares its state, so runs may overlap and be cut off anywhere.
pub async fn reconcile_payments(mut call: Call, provider: &dyn PaymentProvider) -> Result<Reply, Problem> {
    std::mem::take(&mut call.query).finish()?;
    let mut run = Run {
        call: &call,
        provider,
        deadline_ms: call.now_ms.saturating_add(RUN_MS_MAX),
        unanswered: 0,
        report: ReconcileReport::default(),
    };
    if run.ask_about(false).await? {
        run.ask_about(true).await?;
    }
    Ok(Reply::ok(&run.report))
}

struct Run<'a> {
    call: &'a Call,
    provider: &'a dyn PaymentProvider,
    deadline_ms: i64,
    /// Questions in a row without an answer.
    unanswered: u32,
    report: ReconcileReport,
}

impl Run<'_> {
    /// Asks about every payment that waits for its money, or about every one that ended and was not asked about since; whether
    /// there is time left.
    async fn ask_about(&mut self, ended: bool) -> Result<bool, Problem> {
        let before_ms = |ms: i64| self.call.now_ms.saturating_sub(ms);
        let (left_ms, settled_ms) = (before_ms(LEAVE_MS), before_ms(SETTLED_MS));
        let mut after = None;
        loop {
            let sql = self.call.sql();
            let page = match ended {
                false => audit::waiting(sql, left_ms, left_ms, after, PAGE).await,
                true => audit::ended(sql, settled_ms, after, PAGE).await,
            };
            let page = page.map_err(|error| self.call.sql_problem(&error))?;
            let Some(last) = page.last() else {
                return Ok(true);
            };
            after = Some(last.order);
            if !self.ask_all(&page).await? {
                return Ok(false);
            }
        }
    }

    /// Asks about each; whether there is time left.
    async fn ask_all(&mut self, payments: &[Unaudited]) -> Result<bool, Problem> {
        for payment in payments {
            if self.call.platform.now_ms() >= self.deadline_ms || self.unanswered >= UNANSWERED_MAX {
                self.report.more = true;
                return Ok(false);
            }
            self.ask(payment).await?;
        }
        Ok(true)
    }

    async fn ask(&mut self, payment: &Unaudited) -> Result<(), Problem> {
        let answer = self.provider.query(payment.order, &payment.reference).await;
        let side = match &answer {
            Ok(report) if report.number == payment.order.to_string() => side(report),
            Ok(_) => {
                self.unanswered(payment, "an answer about another payment");
                return Ok(());
            }
            Err(ProviderError::Rejected(words)) => {
                self.call
                    .platform
                    .log(&format!("payment {}: {words}", payment.order));
                UNKNOWN
            }
            Err(ProviderError::Unavailable(words)) => {
                self.unanswered(payment, words);
                return Ok(());
            }
        };
        self.unanswered = 0;
        self.report.asked += 1;
        if let Ok(report) = &answer {
            match hear(self.call, self.provider, payment.order, report).await {
                Ok(Heard::Settled) => self.report.settled += 1,
                Ok(Heard::Ended) => self.report.ended += 1,
                Ok(Heard::Nothing) => {}
                // One payment that cannot be settled must not keep all others from it; a busy database must.
                Err(problem) if problem.code == Code::Busy => return Err(problem),
                Err(_) => self.report.failed += 1,
            }
        }
        audit::note(self.call.sql(), payment, &side, self.call.platform.now_ms())
            .await
            .map_err(|error| self.call.sql_problem(&error))
    }

    fn unanswered(&mut self, payment: &Unaudited, words: &str) {
        self.call
            .platform
            .log(&format!("payment {}: {words}", payment.order));
        self.unanswered += 1;
        self.report.unanswered += 1;
    }
}

const UNKNOWN: GatewaySide = GatewaySide {
    state: GatewayState::Unknown,
    amount_minor: 0,
    currency: String::new(),
    number: String::new(),
};

/// What is kept of an answer. It is somebody else's text: what a database or a reader could trip over is left out.
fn side(report: &PaymentReport) -> GatewaySide {
    let printable = |text: &str| {
        text.chars()
            .filter(char::is_ascii_graphic)
            .take(NUMBER_CHARS_MAX)
            .collect()
    };
    GatewaySide {
        state: match report.state {
            Reported::Pending => GatewayState::Pending,
            Reported::Paid => GatewayState::Paid,
            Reported::Refused => GatewayState::Refused,
            Reported::Closed => GatewayState::Closed,
        },
        amount_minor: report.amount_minor,
        currency: printable(&report.currency),
        number: printable(&report.transaction),
    }
}
