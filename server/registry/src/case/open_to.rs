//! Which changes of status a school is offered for a pupil.

use crate::case::correction::refuse_if_busy;
use crate::error::Error;
use crate::person::PersonRow;
use crate::services::Cases;
use domain::access::{Action, Actor, Target, authorise};
use domain::case::CaseKind;
use domain::case::change::Record;
use domain::codes::PupilStatus;
use domain::rules::RuleKey;

impl Cases<'_> {
    /// Which changes the actor may open for a pupil now.
    pub(crate) fn changes_open_to(&self, actor: &Actor, row: &PersonRow) -> Vec<CaseKind> {
        use CaseKind as K;
        if row.open_case.is_some()
            || row.leaving.is_some()
            || authorise(actor, Action::OpenChange, &Target::Unit(&row.path)).is_err()
        {
            return Vec::new();
        }
        let Some(pupil) = row.pupil(row.entry_date, Record::default()) else { return Vec::new() };
        let rules = self.rules().rules_for(&row.path);
        let stage = pupil.grade.stage();
        match pupil.status {
            Some(PupilStatus::InSchool) => {
                let repeats =
                    rules.has_stage(RuleKey::RepeatStages, stage) || rules.yes(RuleKey::RepeatSpecialNeeds);
                let offered = [
                    (K::Suspension, true),
                    (K::Abroad, true),
                    (K::Placement, true),
                    (K::TransferOut, true),
                    (K::Repeat, repeats && pupil.grade.in_stage() > 1),
                    (K::Skip, rules.has_stage(RuleKey::SkipStages, stage) && !pupil.leaves_this_year()),
                    (K::Completion, pupil.leaves_this_year() || !pupil.is_compulsory()),
                    (K::DropOut, pupil.is_compulsory() && row.absent_since.is_some()),
                    (K::Withdrawal, !pupil.is_compulsory()),
                    (K::Death, true),
                ];
                offered.into_iter().filter(|(_, now)| *now).map(|(kind, _)| kind).collect()
            }
            Some(PupilStatus::Suspended) => {
                let mut kinds = vec![K::Resumption, K::Extension, K::Abroad];
                if !pupil.is_compulsory() {
                    kinds.extend([K::Withdrawal, K::Completion]);
                }
                kinds.push(K::Death);
                kinds
            }
            Some(PupilStatus::Abroad) => vec![K::ReturnFromAbroad, K::Death],
            Some(PupilStatus::Lost) => {
                let until = row.compulsory_until(&*self.vault, &rules);
                let over = until.is_ok_and(|until| until < self.store.clock.today());
                let offered = [(K::BackToSchool, true), (K::Completion, over), (K::Death, true)];
                offered.into_iter().filter(|(_, now)| *now).map(|(kind, _)| kind).collect()
            }
            Some(PupilStatus::Missing) => vec![K::BackToSchool, K::Death],
            _ => Vec::new(),
        }
    }

    /// Why nothing can be asked for about a pupil now, whoever asks; none when something can.
    pub(crate) fn nothing_now(&self, row: &PersonRow) -> Option<String> {
        match refuse_if_busy(row) {
            Err(Error::Refused(refusals)) => Some(refusals.iter().map(ToString::to_string).collect()),
            _ => None,
        }
    }
}
