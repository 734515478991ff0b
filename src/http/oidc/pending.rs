//! Which sign-ins are under way at the provider? Each is kept for ten minutes and ended once, by the browser that began it.

use std::time::Duration;

use moka::{policy::EvictionPolicy, sync::Cache};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};

/// How long somebody may take at the provider.
pub const LASTS: Duration = Duration::from_secs(10 * 60);
/// The most at once; beyond that the oldest are forgotten.
const AT_ONCE: u64 = 10_000;

/// A sign-in that is under way.
#[derive(Clone)]
pub struct Pending {
    /// What only the browser that began it knows, by its cookie.
    pub binding: String,
    /// What the ID token has to repeat.
    pub nonce: Nonce,
    /// What proves that who asks with the code is who began (PKCE).
    pub verifier: String,
    /// Where to go afterwards.
    pub to: String,
}

impl Pending {
    /// A new one.
    pub fn new(verifier: &PkceCodeVerifier, to: String) -> Pending {
        let binding = CsrfToken::new_random_len(32).into_secret();
        Pending { binding, nonce: Nonce::new_random_len(32), verifier: verifier.secret().clone(), to }
    }
}

/// All that are under way at this server.
#[derive(Debug)]
pub struct PendingSignIns(Cache<String, Pending>);

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

impl Default for PendingSignIns {
    fn default() -> Self {
        PendingSignIns(Cache::builder().max_capacity(AT_ONCE).eviction_policy(EvictionPolicy::lru()).time_to_live(LASTS).build())
    }
}

impl PendingSignIns {
    /// Keeps one under its state.
    pub fn keep(&self, state: &CsrfToken, pending: Pending) {
        self.0.insert(state.secret().clone(), pending);
    }

    /// Takes the one with this state out, if it is this browser's; another browser ends it too, since its state is known.
    pub fn take(&self, state: &str, binding: &str) -> Option<Pending> {
        self.0.remove(state).filter(|pending| pending.binding == binding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending() -> Pending {
        Pending::new(&PkceCodeVerifier::new("v".repeat(43)), "/".to_owned())
    }

    #[test]
    fn a_sign_in_is_taken_once_and_only_by_the_browser_that_began_it() {
        let (all, state, one) = (PendingSignIns::default(), CsrfToken::new_random(), pending());
        all.keep(&state, one.clone());
        assert!(all.take(state.secret(), &one.binding).is_some());
        assert!(all.take(state.secret(), &one.binding).is_none(), "it was taken");
        all.keep(&state, one.clone());
        assert!(all.take(state.secret(), &pending().binding).is_none(), "another browser");
        assert!(all.take(state.secret(), &one.binding).is_none(), "its state is known to another");
    }
}
