//! The threads that run inputs. Inputs are tiny, so work on several threads would cost more than it saves.

use std::sync::LazyLock;

use headword::site::html::math::STACK;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// A thread with the stack that formulas need, like the threads of `cli`.
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

/// Makes the current thread the only one for parallel work. For inputs without formulas, this saves the
/// time of another thread.
pub fn only_this() {
    watch_stack();
    ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("no other threads have been made");
}

/// Gives the signal handler of this thread a stack of its own, so that an overflow of the thread's stack is
/// reported with its input, like any other crash. It must be called before the fuzzer sets its handlers,
/// because the fuzzer keeps this flag.
pub fn watch_stack() {
    const SIZE: usize = 256 << 10;
    let stack = libc::stack_t {
        ss_sp: Box::leak(vec![0_u8; SIZE].into_boxed_slice())
            .as_mut_ptr()
            .cast(),
        ss_flags: 0,
        ss_size: SIZE,
    };
    // SAFETY: only this thread uses the stack, and it is never freed. The default action stays as it was
    // before.
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
