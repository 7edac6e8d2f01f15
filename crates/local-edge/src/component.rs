//! A component that answers requests: instances are made when needed and reused, as Spin does.

use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::time::Sleep;
use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, Store, StoreContextMut};
use wasmtime_wasi_http::WasiHttpView;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, Proxy, ProxyHandler, Request, Response, ShouldAccept, WorkerExpiration,
    WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::host::outbound::Doomed;
use crate::instance::{ComponentContext, InstanceData};
use crate::logs::LogSource;

/// Instructions that an instance may execute where they are counted: more than it can.
const FUEL: u64 = u64::MAX;

/// How instances are reused and how long a request may take. The defaults are Spin's.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests that one instance answers in its life.
    pub requests_per_instance: usize,
    /// Requests that one instance answers at once.
    pub concurrent_per_instance: usize,
    /// How long an instance waits for its next request.
    pub idle: Duration,
    /// How long a component may take to begin its response; without limit when absent.
    pub request_timeout: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        let idle = Duration::from_secs(1);
        Self {
            requests_per_instance: 128,
            concurrent_per_instance: 16,
            idle,
            request_timeout: None,
        }
    }
}

/// A component ready to answer.
#[derive(Clone)]
pub struct RunningComponent {
    handler: ProxyHandler<Workers>,
}

impl RunningComponent {
    pub fn new(
        engine: Engine,
        service: ServicePre<InstanceData>,
        context: Arc<ComponentContext>,
        limits: Limits,
    ) -> Self {
        Self {
            handler: ProxyHandler::new(Workers {
                engine,
                service,
                context,
                limits,
            }),
        }
    }

    pub fn context(&self) -> &Arc<ComponentContext> {
        &self.handler.state().context
    }

    /// Answers one request. Fails when the component traps, runs out of time or cannot be instantiated.
    pub async fn handle(&self, request: Request) -> wasmtime::Result<Response> {
        self.context().tally.requests.fetch_add(1, Relaxed);
        self.handler.handle((), request).await
    }
}

/// Makes instances.
struct Workers {
    engine: Engine,
    service: ServicePre<InstanceData>,
    context: Arc<ComponentContext>,
    limits: Limits,
}

impl HandlerState for Workers {
    type StoreData = InstanceData;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<InstanceData, Expiration, Worker>> {
        self.context.tally.instances.fetch_add(1, Relaxed);
        let mut store = Store::new(&self.engine, InstanceData::new(self.context.clone()));
        let doomed = store.data().doomed();
        store.limiter(InstanceData::limiter);
        // Refused by an engine that does not count.
        _ = store.set_fuel(FUEL);
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let service = self.service.instantiate_async(&mut store).await?;
        Ok(Instance {
            store,
            proxy: Proxy::P3(service),
            view: InstanceData::http,
            expiration: Expiration {
                limits: self.limits,
                sleep: Box::pin(tokio::time::sleep(Duration::ZERO)),
                doomed,
            },
            state: Worker {
                context: self.context.clone(),
                limits: self.limits,
            },
        })
    }
}

/// Ends instances that are idle, those that compute without end, and those that are doomed.
struct Expiration {
    limits: Limits,
    sleep: Pin<Box<Sleep>>,
    doomed: Doomed,
}

impl WorkerExpiration for Expiration {
    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        status: WorkerStatus,
        start: Instant,
    ) -> Poll<()> {
        if self.doomed.is_set() {
            return Poll::Ready(());
        }
        let limit = match status {
            WorkerStatus::Idle => Some(self.limits.idle),
            WorkerStatus::Requests | WorkerStatus::PostReturn => self.limits.request_timeout,
        };
        let Some(deadline) = limit.and_then(|limit| start.checked_add(limit)) else {
            return Poll::Pending;
        };
        if self.sleep.deadline().into_std() != deadline {
            self.sleep.as_mut().reset(deadline.into());
        }
        ready!(self.sleep.as_mut().poll(cx));
        Poll::Ready(())
    }
}

/// One instance's rules.
struct Worker {
    context: Arc<ComponentContext>,
    limits: Limits,
}

impl WorkerState for Worker {
    type StoreData = InstanceData;
    type RequestData = ();

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= self.limits.requests_per_instance {
            ShouldAccept::Never
        } else if concurrent >= self.limits.concurrent_per_instance {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _: StoreContextMut<'_, InstanceData>,
        _: (),
        _: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        match self.limits.request_timeout {
            Some(limit) => Box::pin(tokio::time::sleep(limit)),
            None => Box::pin(std::future::pending()),
        }
    }

    fn drop(&self, store: Store<InstanceData>, result: wasmtime::Result<()>) {
        if let Ok(left) = store.get_fuel() {
            let instructions = FUEL.saturating_sub(left);
            self.context.tally.instructions.fetch_add(instructions, Relaxed);
        }
        // First the store: what the component printed last comes before why it ended.
        drop(store);
        // Instances that wait for a next request are ended by the end of the application, which is no failure of theirs.
        let application = self.context.application.get().and_then(Weak::upgrade);
        if let (Err(error), Some(_)) = (result, application) {
            self.context
                .logs
                .push(&self.context.id, LogSource::Host, &format!("{error:?}"));
        }
    }
}
