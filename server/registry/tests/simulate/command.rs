//! What people do: one table of kinds, and a history as text. A command is an actor's index, a kind and the seed of its parameters;
//! what it is done to is chosen from what is there when it is done, so that a history with parts taken out still runs.

use crate::dice::Dice;

/// Whether a kind of command is ever accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Sometimes, as people make mistakes: over a whole run at least once.
    Sometimes,
    /// Never: it is against a rule.
    Never,
    /// A fault of the world and not of a person.
    Fault,
}

macro_rules! kinds {
    ($($name:ident $weight:literal $expect:ident,)*) => {
        /// A kind of command.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($name,)* }

        impl Kind {
            pub const ALL: &'static [(Kind, &'static str, u64, Expect)] =
                &[$((Kind::$name, stringify!($name), $weight, Expect::$expect),)*];
        }
    };
}

// Name, weight, expectation.
kinds! {
    // Registration
    Enrol 16 Sometimes,
    Enter 12 Sometimes,
    EnterAgain 4 Never,
    EnterElsewhere 4 Never,
    EnterAtTwoSchools 4 Sometimes,
    EnterLookalike 7 Sometimes,
    Import 3 Sometimes,
    ConfirmImport 4 Sometimes,
    MendRegistration 8 Sometimes,
    // Decisions
    Agree 130 Sometimes,
    AgreeToAll 14 Sometimes,
    Return 8 Sometimes,
    Refuse 4 Sometimes,
    Withdraw 5 Sometimes,
    MendChange 8 Sometimes,
    DecideOutOfTurn 12 Never,
    DecideElsewhere 10 Never,
    DecideTwice 10 Never,
    DecideClosed 5 Never,
    TwoDecide 12 Sometimes,
    DecideStale 6 Never,
    PressTwice 8 Sometimes,
    WithdrawByStranger 5 Never,
    UnknownIds 4 Never,
    // Changes
    Correct 16 Sometimes,
    CorrectOther 4 Never,
    Suspend 10 Sometimes,
    Extend 4 Sometimes,
    Resume 8 Sometimes,
    GoAbroad 6 Sometimes,
    ComeBack 5 Sometimes,
    NoteAbsence 12 Sometimes,
    FollowUp 10 Sometimes,
    EndAbsence 2 Sometimes,
    DropOut 12 Sometimes,
    BackToSchool 10 Sometimes,
    Place 4 Sometimes,
    Graduate 12 Sometimes,
    Progress 10 Sometimes,
    LeaveSenior 4 Sometimes,
    Die 2 Sometimes,
    Transfer 16 Sometimes,
    TransferWrongName 3 Never,
    OpenElsewhere 6 Never,
    TwoOpen 8 Sometimes,
    TwoAtOnce 10 Sometimes,
    // Letters, problems, disclosures
    Letter 22 Sometimes,
    LetterByStranger 4 Never,
    Check 6 Sometimes,
    Problem 26 Sometimes,
    ProblemByStranger 4 Never,
    UndoMerge 12 Sometimes,
    AskDisclosure 5 Sometimes,
    Disclosure 12 Sometimes,
    DisclosureByStranger 3 Never,
    FetchDisclosure 6 Sometimes,
    // Ratings and complaints
    Rate 10 Sometimes,
    RateByStranger 3 Never,
    Complain 8 Sometimes,
    AnswerComplaint 10 Sometimes,
    AnswerComplaintByStranger 3 Never,
    // Accounts and guardians
    OpenAccount 5 Sometimes,
    OpenAccountByStranger 2 Never,
    ConfirmAccount 10 Sometimes,
    ConfirmOwnAccount 3 Never,
    ConfirmByStranger 2 Never,
    SealAccount 2 Sometimes,
    ResetAccount 4 Sometimes,
    SignIn 6 Sometimes,
    WrongPassword 2 Never,
    PrintCode 8 Sometimes,
    ReleaseCode 8 Sometimes,
    ReleaseOwnCode 3 Never,
    SignUp 7 Sometimes,
    SignUpUnreleased 3 Never,
    SignUpOtherPhone 3 Never,
    UseCodeTwice 2 Never,
    TwoUseOneCode 3 Sometimes,
    // Schools, calendar, time
    Rename 2 Sometimes,
    MergeSchools 6 Sometimes,
    DecideSchoolChange 8 Sometimes,
    Calendar 1 Sometimes,
    Days 44 Sometimes,
    // Views
    LookAtList 14 Sometimes,
    LookAtPupil 18 Sometimes,
    LookAtCase 12 Sometimes,
    LookAtQueue 8 Sometimes,
    Reveal 8 Sometimes,
    // The machine
    Restart 4 Fault,
    CrashBefore 7 Fault,
    CrashAfter 7 Fault,
    DiskFull 3 Fault,
    ClockBack 4 Fault,
    ClockAhead 4 Fault,
}

impl Kind {
    fn line(self) -> &'static (Kind, &'static str, u64, Expect) {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).expect("every kind is in the table")
    }

    pub fn name(self) -> &'static str {
        self.line().1
    }

    pub fn expect(self) -> Expect {
        self.line().3
    }
}

/// One command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// An index into the staff, for who has no right to it or looks.
    pub who: u64,
    pub kind: Kind,
    /// Everything else is drawn from this.
    pub seed: u64,
}

impl std::fmt::Display for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{:x}", self.kind.name(), self.who, self.seed)
    }
}

impl std::str::FromStr for Command {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("not a command: {text}");
        let mut parts = text.split(':');
        let name = parts.next().ok_or_else(wrong)?;
        let kind = Kind::ALL.iter().find(|(_, known, ..)| *known == name).ok_or_else(wrong)?.0;
        let who = parts.next().and_then(|part| part.parse().ok()).ok_or_else(wrong)?;
        let seed = parts.next().and_then(|part| u64::from_str_radix(part, 16).ok()).ok_or_else(wrong)?;
        Ok(Self { who, kind, seed })
    }
}

/// A history: where it begins and what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Of ids and of the first day.
    pub seed: u64,
    /// On disk, or in memory only.
    pub disk: bool,
    pub commands: Vec<Command>,
}

impl History {
    /// The history of a seed.
    pub fn drawn(seed: u64, steps: usize) -> Self {
        let table: Vec<(Kind, u64)> = Kind::ALL.iter().map(|(kind, _, weight, _)| (*kind, *weight)).collect();
        let all: u64 = table.iter().map(|(_, weight)| weight).sum();
        let mut dice = Dice::new(seed);
        let disk = dice.percent(50);
        let commands = (0..steps)
            .map(|step| {
                let mut at = dice.below(all);
                // A register without pupils is of no interest: the first commands put some on roll.
                let drawn = table.iter().find(|(_, weight)| {
                    let here = at < *weight;
                    at = at.saturating_sub(*weight);
                    here
                });
                let kind = match step {
                    0..16 if step % 2 == 0 => Kind::Enrol,
                    _ => drawn.map_or(Kind::Agree, |(kind, _)| *kind),
                };
                Command { who: dice.below(1000), kind, seed: dice.next() }
            })
            .collect();
        Self { seed, disk, commands }
    }

    /// The first day: the autumn, the spring, or shortly before the graduation.
    pub fn begins(&self) -> (i32, u32, u32) {
        [(2026, 9, 7), (2027, 3, 8), (2027, 5, 20)][usize::try_from(self.seed % 3).unwrap_or(0)]
    }
}

impl std::fmt::Display for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.seed, if self.disk { "disk" } else { "memory" })?;
        self.commands.iter().try_for_each(|command| write!(f, " {command}"))
    }
}

impl std::str::FromStr for History {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let seed = words.next().and_then(|word| word.parse().ok()).ok_or("no seed")?;
        let disk = words.next() == Some("disk");
        let commands = words.map(str::parse).collect::<Result<Vec<Command>, String>>()?;
        Ok(Self { seed, disk, commands })
    }
}
