//! What components print, line by line.

use std::collections::VecDeque;
use std::io::Write;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;
use wasmtime_wasi::async_trait;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// Lines kept in memory; older ones are forgotten.
const LINES_KEPT: usize = 10_000;
/// A longer line is cut into pieces of this many bytes.
const LINE_BYTES_MAX: usize = 16 * 1024;

/// One line that a component printed, or that the host has to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The component's id.
    pub component: String,
    /// Where the line came from.
    pub source: LogSource,
    /// The line, without its end.
    pub text: String,
}

/// Where a line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogSource {
    /// The component's standard output.
    Stdout,
    /// The component's standard error.
    Stderr,
    /// The host: traps, time-outs, failed scheduled requests.
    Host,
}

/// The log of a running application.
#[derive(Debug, Clone, Default)]
pub struct Logs(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Whether lines also go to this process's standard error.
    echo: bool,
    lines: Mutex<VecDeque<LogLine>>,
}

impl Logs {
    pub(crate) fn new(echo: bool) -> Self {
        Self(Arc::new(Inner {
            echo,
            lines: Mutex::default(),
        }))
    }

    /// The lines kept, oldest first.
    pub fn lines(&self) -> Vec<LogLine> {
        self.0
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// Whether any line kept contains `text`.
    pub fn contain(&self, text: &str) -> bool {
        self.0
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .any(|line| line.text.contains(text))
    }

    /// Adds `text`, which may have several lines.
    pub(crate) fn push(&self, component: &str, source: LogSource, text: &str) {
        match text.split_once('\n') {
            None => self.push_line(component, source, text),
            Some(_) => text
                .lines()
                .for_each(|line| self.push_line(component, source, line)),
        }
    }

    fn push_line(&self, component: &str, source: LogSource, text: &str) {
        let line = LogLine {
            component: component.into(),
            source,
            text: text.into(),
        };
        if self.0.echo {
            // Nobody to tell when standard error is gone.
            _ = writeln!(std::io::stderr().lock(), "[{}] {}", line.component, line.text);
        }
        let mut lines = self.0.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == LINES_KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

/// One output stream of one instance.
#[derive(Clone)]
pub struct LogStream {
    logs: Logs,
    component: Arc<str>,
    source: LogSource,
    partial: Arc<Mutex<Vec<u8>>>,
}

impl LogStream {
    pub fn new(logs: Logs, component: Arc<str>, source: LogSource) -> Self {
        Self {
            logs,
            component,
            source,
            partial: Arc::default(),
        }
    }

    fn write(&self, bytes: &[u8]) {
        let mut partial = self.partial.lock().unwrap_or_else(PoisonError::into_inner);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            partial.extend_from_slice(piece);
            if partial.ends_with(b"\n") || partial.len() >= LINE_BYTES_MAX {
                self.logs.push(
                    &self.component,
                    self.source,
                    String::from_utf8_lossy(&partial).trim_end(),
                );
                partial.clear();
            }
        }
    }
}

impl IsTerminal for LogStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for LogStream {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    /// Writes at once: the adapter that wasmtime-wasi would put here writes from a task of its own, which loses the
    /// last lines of a component that traps.
    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for LogStream {
    fn write(&mut self, bytes: bytes::Bytes) -> StreamResult<()> {
        LogStream::write(self, &bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(LINE_BYTES_MAX)
    }
}

#[async_trait]
impl Pollable for LogStream {
    async fn ready(&mut self) {}
}

impl AsyncWrite for LogStream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        LogStream::write(&self, bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl Drop for LogStream {
    /// The last holder prints what was left without a line end.
    fn drop(&mut self) {
        if Arc::strong_count(&self.partial) == 1 {
            let rest = std::mem::take(&mut *self.partial.lock().unwrap_or_else(PoisonError::into_inner));
            if !rest.is_empty() {
                self.logs
                    .push(&self.component, self.source, &String::from_utf8_lossy(&rest));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_becomes_lines_however_it_is_cut() {
        let logs = Logs::default();
        let stream = LogStream::new(logs.clone(), "web".into(), LogSource::Stdout);
        LogStream::write(&stream, b"one\ntw");
        LogStream::write(&stream, b"o\n\nthree");
        drop(stream);
        let texts: Vec<_> = logs.lines().into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["one", "two", "", "three"]);
    }

    #[test]
    fn old_lines_are_forgotten() {
        let logs = Logs::default();
        (0..LINES_KEPT + 5).for_each(|n| logs.push("web", LogSource::Host, &n.to_string()));
        assert_eq!(
            (logs.lines().len(), logs.lines()[0].text.as_str()),
            (LINES_KEPT, "5")
        );
    }
}
