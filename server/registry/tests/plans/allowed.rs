//! What may be read whole, and which queries may read or sort more than a page, each with the reason. Both lists are to get shorter.

/// Tables that do not grow with pupils or with time, or whose rows go again.
pub(super) const SMALL: &[(&str, &str)] = &[
    ("automatic", "a row for each part of the night"),
    ("calendar_day", "some thirty days a year, read once and kept"),
    ("clock_look", "one row"),
    ("commit", "the store's own: taken away when no backup needs it"),
    ("division", "the divisions of the country"),
    ("job", "what is done in turns now: a job goes when it is done"),
    ("key_directory", "a directory of keys a year"),
    ("message", "what is to be sent yet"),
    ("migration", "a row for each file of the schema"),
    ("review", "a campaign for each authority and term"),
    ("rollup", "a row for each unit"),
    ("rule_set", "some versions for each authority, read once and kept"),
    ("school_change", "some hundred changes of schools a year"),
    ("school_life", "a row for each school that was changed"),
    ("store_log", "a line for each start of which there was something to say"),
    ("unit", "authorities and schools: they do not grow with pupils"),
    ("warning_count", "a row for each unit"),
];

/// Parts of queries, with the reason why they may.
pub(super) const ALLOWED: &[(&str, &str)] = &[
    // Proofs and comparisons that are asked for by hand, and go through everything because everything is what they prove.
    (") AND uid > $after ORDER BY uid LIMIT 500", "the proof of the table of matters"),
    ("record::id(id) > $after ORDER BY id LIMIT 500", "the proof of the table of matters; a month of alarms"),
    ("AND letter > $after ORDER BY letter LIMIT 500", "the proof of the table of matters"),
    ("FROM matter WHERE open = true AND uid > $after", "the proof of the table of matters"),
    (
        "SELECT school, counter, n FROM tally",
        "`server verify`; by night between two beginnings of a counter's name",
    ),
    // The yearly report of a unit (第二十五条), made by hand.
    ("SELECT birth_year, consent, count() FROM person", "the yearly report on personal information"),
    ("SELECT kind, count() FROM consent WHERE recorded_on", "the yearly report on personal information"),
    (
        "FROM case WHERE kind = 'correction' AND string::starts_with",
        "the yearly report on personal information",
    ),
    ("SELECT ordered, open, count() FROM violation WHERE kind", "the yearly report on personal information"),
    ("FROM disclosure WHERE string::starts_with(handler_path", "the yearly report on personal information"),
    ("SELECT count() FROM access_alarm WHERE day", "the yearly report on personal information"),
    // What there is of a time or a kind, and no more.
    ("FROM access_alarm WHERE day >= $since", "the alarms of a month"),
    ("FROM registrar WHERE path >= $from", "registrars: one or two a school"),
    ("FROM review_owed WHERE term", "an authority and term: some thousands"),
    // What is due or open, all of it small beside what there was.
    ("FROM person WHERE erase_on", "who is to be erased by today"),
    ("FROM population_ask WHERE state = 'sent'", "questions that are away"),
    ("FROM promotion WHERE year = $year", "a row for each school in a year"),
    (
        "SELECT school, found_at, count() FROM review_pupil",
        "the pupils found this term, counted once a night",
    ),
];
