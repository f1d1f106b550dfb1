//! Doing a command: each kind finds something it can be done to, does it, and says what came of it.

mod at_once;
mod case;
mod change;
mod correct;
mod day;
mod dropout;
mod enter;
mod look;
mod office;
mod people;
mod school;
mod transfer;
mod voice;

pub use day::by_itself;

use crate::command::{Command, Expect, Kind};
use crate::dice::Dice;
use crate::model::{Done, Model, Outcome, Seen, Violation, heard, violated};
use crate::society::World;
use domain::access::{Actor, Role};
use domain::codes::PupilStatus;
use domain::id::UnitId;
use registry::error::Result as Answer;
use registry::person::{PersonRow, Standing};

/// What a command sees and may use.
pub struct Scene<'a> {
    pub world: &'a World,
    pub model: &'a mut Model,
    pub seen: &'a Seen,
    pub dice: Dice,
    pub who: u64,
}

/// Does one command and holds its answer against what is expected of its kind.
pub async fn perform(world: &World, model: &mut Model, seen: &Seen, command: &Command) -> Done {
    model.note.clear();
    let mut scene = Scene { world, model, seen, dice: Dice::new(command.seed), who: command.who };
    let outcome = scene.perform(command.kind).await?;
    if command.kind.expect() == Expect::Never && outcome == Outcome::Accepted {
        return violated(
            "what a rule forbids is refused",
            format!("{}: {}", command.kind.name(), model.note),
        );
    }
    Ok(outcome)
}

impl Scene<'_> {
    async fn perform(&mut self, kind: Kind) -> Done {
        use Kind as K;
        match kind {
            K::Enter | K::EnterAgain | K::EnterElsewhere | K::EnterLookalike => self.enter(kind).await,
            K::Enrol => self.enrol().await,
            K::EnterAtTwoSchools => self.enter_at_two_schools().await,
            K::Import => self.import().await,
            K::ConfirmImport => self.confirm_import().await,
            K::MendRegistration => self.mend_registration().await,
            K::Agree | K::Return | K::Refuse => self.decide(kind).await,
            K::AgreeToAll => self.agree_to_all().await,
            K::Withdraw | K::WithdrawByStranger => self.withdraw(kind).await,
            K::MendChange => self.mend_change().await,
            K::DecideOutOfTurn | K::DecideElsewhere | K::DecideTwice => self.decide_wrongly(kind).await,
            K::DecideClosed => self.decide_closed().await,
            K::TwoDecide => self.two_decide().await,
            K::DecideStale => self.decide_stale().await,
            K::PressTwice => self.press_twice().await,
            K::UnknownIds => self.unknown_ids().await,
            K::Correct | K::CorrectOther => self.correct(kind).await,
            K::NoteAbsence | K::FollowUp | K::EndAbsence => self.absence(kind).await,
            K::Transfer | K::TransferWrongName => self.transfer(kind).await,
            K::Progress => self.progress().await,
            K::DropOut => self.drop_out().await,
            K::OpenElsewhere => self.open_elsewhere().await,
            K::TwoOpen => self.two_open().await,
            K::TwoAtOnce => self.two_at_once().await,
            K::Letter | K::LetterByStranger => self.letter(kind).await,
            K::Check => self.check().await,
            K::Problem | K::ProblemByStranger => self.problem(kind).await,
            K::UndoMerge => self.undo_merge().await,
            K::AskDisclosure => self.ask_disclosure().await,
            K::Disclosure | K::DisclosureByStranger => self.disclosure(kind).await,
            K::FetchDisclosure => self.fetch_disclosure().await,
            K::Rate | K::RateByStranger => self.rate(kind).await,
            K::Complain => self.complain().await,
            K::AnswerComplaint | K::AnswerComplaintByStranger => self.answer_complaint(kind).await,
            K::OpenAccount | K::OpenAccountByStranger => self.open_account(kind).await,
            K::ConfirmAccount | K::ConfirmOwnAccount | K::ConfirmByStranger => {
                self.confirm_account(kind).await
            }
            K::SealAccount | K::ResetAccount => self.secure_account(kind).await,
            K::SignIn | K::WrongPassword => self.sign_in(kind).await,
            K::PrintCode => self.print_code().await,
            K::ReleaseCode | K::ReleaseOwnCode => self.release_code(kind).await,
            K::SignUp | K::UseCodeTwice | K::SignUpUnreleased | K::SignUpOtherPhone => {
                self.sign_up(kind).await
            }
            K::TwoUseOneCode => self.two_use_one_code().await,
            K::Rename | K::MergeSchools => self.propose_school_change(kind).await,
            K::DecideSchoolChange => self.decide_school_change().await,
            K::Calendar => self.calendar().await,
            K::Days => self.days().await,
            K::LookAtList => self.look_at_list().await,
            K::LookAtPupil => self.look_at_pupil().await,
            K::LookAtCase => self.look_at_case().await,
            K::LookAtQueue => self.look_at_queue().await,
            K::Reveal => self.reveal().await,
            // What these do is not a person's: the run does it.
            K::Restart | K::CrashBefore | K::CrashAfter | K::DiskFull | K::ClockBack | K::ClockAhead => {
                Ok(Outcome::Accepted)
            }
            _ => self.change(kind).await,
        }
    }

    /// Says what the command is about, for the history.
    fn note(&mut self, note: impl Into<String>) {
        self.model.note = note.into();
    }

    fn hear<T>(&self, answer: Answer<T>) -> Result<Result<T, String>, Violation> {
        heard(answer, self.model.broken)
    }

    /// An answer of which only matters whether it was yes.
    fn told<T>(&self, answer: Answer<T>) -> Done {
        Ok(match self.hear(answer)? {
            Ok(_) => Outcome::Accepted,
            Err(code) => Outcome::Refused(code),
        })
    }

    /// Anybody who works anywhere.
    fn anybody(&self) -> Actor {
        let at = usize::try_from(self.who).unwrap_or(0) % self.world.staff.len();
        self.world.staff[at].clone()
    }

    fn one_of(&mut self, unit: &UnitId, role: Role) -> Actor {
        self.world.one_of(unit, role, &mut self.dice)
    }

    /// A pupil for whom something holds.
    fn pupil(&mut self, fits: impl Fn(&PersonRow) -> bool) -> Option<PersonRow> {
        let fitting: Vec<&PersonRow> = self.seen.people.iter().filter(|row| fits(row)).collect();
        self.dice.pick(&fitting).map(|row| (*row).clone())
    }

    /// A pupil with this status and nothing open.
    fn free_pupil(&mut self, status: PupilStatus) -> Option<PersonRow> {
        self.pupil(|row| {
            row.standing == Standing::Pupil(status) && row.open_case.is_none() && row.leaving.is_none()
        })
    }
}
