//! Short responses leave in one piece.
//!
//! A component answers with a head first and its body a moment later. Sent as they come these are two segments and two
//! system calls; a short body is therefore waited for, briefly.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Response;
use http::header::CONTENT_LENGTH;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, timeout_at};
use wasmtime_wasi_http::{Error, WasiBody};

/// A longer body leaves as it comes.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// A body that takes longer leaves as it comes.
const WAIT: Duration = Duration::from_millis(2);

/// What was gathered of a body, then the rest.
pub struct Gathered {
    front: Option<Bytes>,
    rest: WasiBody,
}

/// Waits for the whole body when the head says that it is short. Fails when the body fails meanwhile.
pub async fn gather(response: Response<WasiBody>) -> Result<Response<Gathered>, Error> {
    let (head, mut rest) = response.into_parts();
    let length = head
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let mut gathered = BytesMut::new();
    if let Some(length) = length.filter(|length| *length <= BODY_BYTES_MAX) {
        let deadline = Instant::now() + WAIT;
        while gathered.len() < length {
            let Ok(Some(frame)) = timeout_at(deadline, rest.frame()).await else {
                break;
            };
            // A component that promised a length has no trailers to lose.
            let Ok(data) = frame?.into_data() else { break };
            gathered.extend_from_slice(&data);
        }
    }
    let front = (!gathered.is_empty()).then(|| gathered.freeze());
    Ok(Response::from_parts(head, Gathered { front, rest }))
}

impl Body for Gathered {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match self.front.take() {
            Some(front) => Poll::Ready(Some(Ok(Frame::data(front)))),
            None => Pin::new(&mut self.rest).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.front.is_none() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let front = self.front.as_ref().map_or(0, |front| front.len() as u64);
        let rest = self.rest.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(front + rest.lower());
        if let Some(upper) = rest.upper() {
            hint.set_upper(front + upper);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;
    use futures_util::stream;
    use http_body_util::StreamBody;

    use super::*;

    type Pieces = Vec<Result<&'static str, Error>>;

    /// A response whose body comes in `pieces`; an empty piece stands for a pause that is too long to wait for.
    fn response(length: Option<usize>, pieces: Pieces) -> Response<WasiBody> {
        let frames = stream::iter(pieces).filter_map(|piece| async {
            match piece {
                Ok("") => {
                    tokio::time::sleep(10 * WAIT).await;
                    None
                }
                piece => Some(piece.map(|text| Frame::data(Bytes::from_static(text.as_bytes())))),
            }
        });
        let body = Box::pin(frames);
        let mut response = Response::new(StreamBody::new(body).boxed_unsync());
        if let Some(length) = length {
            response.headers_mut().insert(CONTENT_LENGTH, length.into());
        }
        response
    }

    async fn check(length: Option<usize>, pieces: Pieces, front: Option<&str>) {
        let whole: String = pieces.iter().flatten().copied().collect();
        let gathered = gather(response(length, pieces)).await.unwrap().into_body();
        assert_eq!(gathered.front.as_deref(), front.map(str::as_bytes));
        assert_eq!(gathered.collect().await.unwrap().to_bytes(), whole);
    }

    #[tokio::test]
    async fn a_short_body_is_gathered_whole() {
        check(Some(6), vec![Ok("abc"), Ok("def")], Some("abcdef")).await;
        check(Some(0), vec![], None).await;
    }

    #[tokio::test]
    async fn a_slow_body_is_not_waited_for() {
        check(Some(6), vec![Ok("abc"), Ok(""), Ok("def")], Some("abc")).await;
        check(Some(6), vec![Ok(""), Ok("abcdef")], None).await;
    }

    #[tokio::test]
    async fn a_body_that_is_long_or_of_unknown_length_leaves_as_it_comes() {
        check(Some(BODY_BYTES_MAX + 1), vec![Ok("abc")], None).await;
        check(None, vec![Ok("abc")], None).await;
    }

    #[tokio::test]
    async fn a_body_that_fails_at_once_fails_the_response() {
        let failing = response(Some(6), vec![Ok("abc"), Err(Error::HttpProtocolError)]);
        assert!(gather(failing).await.is_err());
    }
}
