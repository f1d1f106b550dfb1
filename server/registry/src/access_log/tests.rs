//! What a forger would do to the access log.
