//! Where inputs are run. Work on several threads would cost more than it saves: inputs are tiny.

use std::sync::LazyLock;

use headword::site::html::math::STACK;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// One thread with the stack that formulas need, as `cli` makes its threads.
static THREAD: LazyLock<ThreadPool> = LazyLock::new(|| {
    ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(STACK)
        .start_handler(|_| watch_stack())
        .build()
        .expect("a thread can be made")
});

/// Runs a piece of work on a thread with the stack that formulas need, and waits for it.
pub fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    THREAD.install(work)
}

/// Makes the thread that calls this the only one for parallel work: for inputs without formulas,
/// nothing has to be handed over.
pub fn only_this() {
    watch_stack();
    ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("no other threads have been made");
}

/// Has an overflow of this thread's stack told as any other crash is, with its input: the handler of
/// signals gets a stack of its own. To be called before the fuzzer takes its handlers, too, since it
/// keeps what it finds.
pub fn watch_stack() {
    const SIZE: usize = 256 << 10;
    let stack = libc::stack_t {
        ss_sp: Box::leak(vec![0_u8; SIZE].into_boxed_slice())
            .as_mut_ptr()
            .cast(),
        ss_flags: 0,
        ss_size: SIZE,
    };
    // SAFETY: the stack is this thread's alone and is never given back; the default action is what
    // stood there before.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigaction(libc::SIGSEGV, std::ptr::null(), &mut action);
        if action.sa_sigaction == libc::SIG_DFL {
            action.sa_flags |= libc::SA_ONSTACK;
            libc::sigaction(libc::SIGSEGV, &action, std::ptr::null_mut());
        }
        libc::sigaltstack(&stack, std::ptr::null_mut());
    }
}
