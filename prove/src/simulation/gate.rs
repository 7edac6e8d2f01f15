//! Between two effects: where requests take turns, and where one may end for good.

use std::pin::Pin;
use std::task::{Context, Poll};

/// Lets another request go on first.
#[derive(Default)]
pub struct Pause {
    is_over: bool,
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.is_over {
            return Poll::Ready(());
        }
        self.is_over = true;
        // A join polls only those of its futures that asked for it.
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// What goes wrong at one call of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strike {
    /// Nothing.
    None,
    /// The call fails and has no effect; the flag says whether the caller is told that.
    Fail,
    /// The call has its effect, and the caller hears of a failure.
    LoseAnswer,
    /// The request ends before the call has an effect.
    EndBefore,
    /// The request ends after it.
    EndAfter,
}
