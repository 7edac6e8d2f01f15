//! Who runs next: the host of the simulation.

use super::apps::Apps;
use super::frame::{Frame, Sight};
use super::request::{Intent, Request};
use super::world::{Wanted, World};
use futures_util::future::LocalBoxFuture;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use test_kit::Answer;

/// Instances of every function.
const INSTANCES: usize = 2;
/// Longest that a host waits for one call of a port before it ends the request, in milliseconds. The projector's lease
/// rests on there being such a limit.
const CALL_MS_MAX: i64 = 30_000;
/// Milliseconds from one turn to the next, at most.
const TURN_MS_MAX: i64 = 8;

struct Task {
    frame: Rc<Frame>,
    request: Request,
    answer: LocalBoxFuture<'static, Answer>,
    wanted: Option<Wanted>,
}

/// The requests on their way.
pub struct Scheduler {
    world: Rc<World>,
    instances: Vec<Apps>,
    tasks: Vec<Task>,
    sent: u64,
    /// The request whose answer somebody waits for, by its number.
    asked: Option<(u64, Rc<RefCell<Option<Answer>>>)>,
}

impl Scheduler {
    /// A host without requests.
    pub fn new(world: &Rc<World>) -> Self {
        let mut scheduler = Self {
            world: world.clone(),
            instances: Vec::new(),
            tasks: Vec::new(),
            sent: 0,
            asked: None,
        };
        scheduler.start_instances();
        scheduler
    }

    /// Requests on their way.
    pub fn under_way(&self) -> usize {
        self.tasks.len()
    }

    /// Requests sent so far.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Sends a request; it runs when its turn comes.
    pub fn send(&mut self, request: Request) {
        self.begin(request, None);
    }

    fn begin(&mut self, mut request: Request, wanted: Option<Wanted>) {
        self.sent += 1;
        let world = &self.world;
        world.told.borrow_mut().sent(world, &mut request);
        let sight = match request.intent {
            // There is one writer of key-value, and it knows what it wrote.
            Intent::Job => Sight::Clear,
            _ if !world.chance.happens(world.weather.get().blind) => Sight::Clear,
            _ if world.chance.happens(500) => Sight::Empty,
            _ => Sight::Old,
        };
        let language = match request.intent {
            Intent::Pay(_) => "en",
            _ => world.chance.pick(&["en", "zh-CN"]),
        };
        let frame = Frame::new(world, self.sent, sight, request.on_commit.take());
        frame.note(|| format!("{} ({sight:?})", request.describe()));
        let app = world.chance.pick(&self.instances).at(&request.path);
        let parts = request.parts(world, language);
        let body = bytes::Bytes::from(request.body.clone());
        let platform = frame.clone();
        let answer = Box::pin(async move { Answer::new(&app.serve(platform, parts, body).await.0) });
        self.tasks.push(Task {
            frame,
            request,
            answer,
            wanted,
        });
    }

    /// Lets one request run up to its next call of a port.
    pub fn turn(&mut self) {
        for wanted in self.world.wanted.take() {
            self.begin(Request::job("/jobs/project"), Some(wanted));
        }
        if self.tasks.is_empty() {
            return;
        }
        self.world.pass_ms(self.world.chance.within(0, TURN_MS_MAX));
        let at = self.world.chance.below(self.tasks.len() as u64) as usize;
        let task = &mut self.tasks[at];
        task.frame.ran_ms.set(self.world.elapsed_ms.get());
        self.world.current.replace(Some(task.frame.clone()));
        let polled = task.answer.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        self.world.current.replace(None);
        match polled {
            Poll::Ready(answer) => self.answered(at, &answer),
            Poll::Pending if self.tasks[at].frame.has_ended.get() => self.lost(at),
            Poll::Pending => {}
        }
    }

    /// Runs until no request is on its way.
    pub fn drain(&mut self) {
        while !self.tasks.is_empty() || !self.world.wanted.borrow().is_empty() {
            self.turn();
        }
    }

    /// Sends one request and runs it, and all that it causes, to the end.
    pub fn ask(&mut self, request: Request) -> Answer {
        self.drain();
        let answered = Rc::new(RefCell::new(None));
        self.begin(request, None);
        self.asked = Some((self.sent, answered.clone()));
        self.drain();
        self.asked = None;
        let answer = answered.take();
        answer.expect("nothing goes wrong while the world is asked")
    }

    /// Lets time pass for all. Whoever then waits for longer than any call may take is ended.
    pub fn pass(&mut self, milliseconds: i64) {
        self.world.pass_ms(milliseconds);
        let now_ms = self.world.elapsed_ms.get();
        let overdue = |task: &Task| now_ms - task.frame.ran_ms.get() > CALL_MS_MAX;
        while let Some(at) = self.tasks.iter().position(overdue) {
            self.tasks[at].frame.note(|| "is ended by the host".to_owned());
            self.lost(at);
        }
    }

    /// The host is killed, and starts again.
    pub fn kill(&mut self) {
        self.world.note(|| "the host is killed".to_owned());
        while !self.tasks.is_empty() {
            self.lost(0);
        }
        self.world.wanted.borrow_mut().clear();
        self.start_instances();
    }

    fn start_instances(&mut self) {
        self.instances = (0..INSTANCES).map(|_| Apps::new(&self.world)).collect();
    }

    fn answered(&mut self, at: usize, answer: &Answer) {
        let Task {
            frame,
            request,
            wanted,
            ..
        } = self.tasks.swap_remove(at);
        frame.note(|| format!("{} {}", answer.status, answer.text));
        if let Some(wanted) = wanted {
            wanted.set(Some(answer.status == 200));
        }
        if let Some((number, answered)) = &self.asked
            && *number == frame.number
        {
            answered.replace(Some(answer.clone()));
        }
        let was_struck = frame.was_struck.get();
        self.world
            .told
            .borrow_mut()
            .heard(&self.world, &request, answer, was_struck);
    }

    fn lost(&mut self, at: usize) {
        let Task { wanted, .. } = self.tasks.swap_remove(at);
        if let Some(wanted) = wanted {
            wanted.set(Some(false));
        }
    }
}
