//! The gateway on a loopback port: HTTP/1.1, one request per connection.

use crate::gateway::FakeWechatPay;
use crate::message::{Answer, Request};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Longest request body, in bytes.
const BODY_BYTES_MAX: usize = 1 << 20;
/// How long a silent peer is waited for.
const SILENCE_MAX: Duration = Duration::from_secs(10);
/// How long a connection that hangs stays open.
const HANGING: Duration = Duration::from_secs(30);

/// A running gateway. Dropping it stops it.
pub struct Server {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves a gateway.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn start(gateway: &FakeWechatPay) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stopping = Arc::new(AtomicBool::new(false));
        let (gateway, stop) = (gateway.clone(), stopping.clone());
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let gateway = gateway.clone();
                // A peer that goes away mid-way is its own test's business.
                std::thread::spawn(move || stream.map(|stream| serve(&gateway, &stream)));
            }
        });
        Self {
            address,
            stopping,
            thread: Some(thread),
        }
    }

    /// Where it is, as a variable has it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

fn serve(gateway: &FakeWechatPay, stream: &TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    let Some(request) = read(stream)? else {
        return Ok(());
    };
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    // A lost answer is a connection that ends.
    match gateway.answer(&request, i64::try_from(now_s).unwrap()) {
        Some(answer) => write(stream, &answer),
        None if gateway.hangs() => {
            std::thread::sleep(HANGING);
            Ok(())
        }
        None => Ok(()),
    }
}

fn read(stream: &TcpStream) -> std::io::Result<Option<Request>> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let (method, path) = (method.to_owned(), path.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => break,
        }
    }
    let mut request = Request {
        method,
        path,
        headers,
        body: Vec::new(),
    };
    if request
        .header("transfer-encoding")
        .is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"))
    {
        request.body = read_chunks(&mut reader)?;
    } else {
        let length = request
            .header("content-length")
            .and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or(0).min(BODY_BYTES_MAX)];
        reader.read_exact(&mut body)?;
        request.body = body;
    }
    Ok(Some(request))
}

fn read_chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
        let mut chunk = vec![0; length.min(BODY_BYTES_MAX)];
        reader.read_exact(&mut chunk)?;
        reader.read_line(&mut line)?;
        if length == 0 || body.len() > BODY_BYTES_MAX {
            return Ok(body);
        }
        body.extend_from_slice(&chunk);
    }
}

fn write(mut stream: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {} Answered\r\nconnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if answer.status != 204 {
        head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(&answer.body)?;
    stream.flush()
}
