//! From a channel to a component's stream.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc::Receiver;
use wasmtime::StoreContextMut;
use wasmtime::component::{Destination, StreamProducer, StreamResult, VecBuffer};

/// Items that a blocking thread may run ahead of the component that reads them.
pub const CHANNEL_ITEMS: usize = 64;

/// Hands a component whatever has arrived, several items at a time.
pub struct ChannelProducer<T>(pub Receiver<T>);

impl<D, T: Send + Sync + 'static> StreamProducer<D> for ChannelProducer<T> {
    type Item = T;
    type Buffer = VecBuffer<T>;

    fn poll_produce<'a>(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        store: StoreContextMut<'a, D>,
        mut destination: Destination<'a, Self::Item, Self::Buffer>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        if destination.remaining(store) == Some(0) {
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        let mut items = Vec::new();
        let poll = self.get_mut().0.poll_recv_many(cx, &mut items, CHANNEL_ITEMS);
        if poll.is_pending() && finish {
            return Poll::Ready(Ok(StreamResult::Cancelled));
        }
        if ready!(poll) == 0 {
            return Poll::Ready(Ok(StreamResult::Dropped));
        }
        destination.set_buffer(items.into());
        Poll::Ready(Ok(StreamResult::Completed))
    }
}
