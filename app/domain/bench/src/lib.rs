//! Measures how fast the rules are (`make bench PART=domain`). A package of its own: what measuring needs would otherwise be built into
//! every test, and everything twice.
