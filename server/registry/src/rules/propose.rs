//! A new version: typed, checked, previewed, proposed; then approved by the leader of the same authority, never by who proposed it.

use super::{RuleState, RuleVersion, is_local};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::ProvincialRules;
use chrono::NaiveDate;
use contract::rules::{RuleChange, RulePreview};
use domain::access::{Action, Actor, Target, authorise};
use domain::case::CaseKind;
use domain::id::{RuleSetId, UnitId};
use domain::journal::RulesTold;
use domain::matter::Context;
use domain::org::{Unit, UnitKind};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::rules::{ProposalAct, RuleKey, RuleSet, Rules, Scope, authorities_of};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

/// Behind a rule that is left to the levels below.
const LEAVE: &str = "（可由市县细化）";

/// What somebody typed.
#[derive(Debug, Clone, Default)]
pub struct DraftRules {
    /// The rules that are set here, as typed; the others are left to the nation.
    pub values: BTreeMap<RuleKey, String>,
    /// What narrows them: the stages they are for, and whether they hold in principle only.
    pub scopes: BTreeMap<RuleKey, Scope>,
    /// What is left to the levels below (授权市县细化); others than those that may be are left out.
    pub delegated: BTreeSet<RuleKey>,
    /// The first day on which it is to hold.
    pub valid_from: NaiveDate,
    /// The last one (有效期), as the document names it; none where it names none, or is the one of the version before.
    pub valid_until: Option<NaiveDate>,
    /// The document it is taken from.
    pub source: String,
    /// Why; for whoever approves.
    pub note: String,
}

impl ProvincialRules<'_> {
    /// What a draft would change and which open cases it would touch.
    ///
    /// # Errors
    /// Refusals by field (`values[key]`, `valid_from`, `source`), everything that is wrong at once; [`Error::NotFound`] for
    /// who may not propose.
    pub async fn preview_rules(&self, actor: &Actor, draft: &DraftRules) -> Result<RulePreview> {
        let (set, changes) = self.drafted(actor, draft).await?;
        let kinds: BTreeSet<CaseKind> =
            changes.iter().flat_map(|change| change.key.kinds().iter().copied()).collect();
        let figures = self.figures().overview(actor, Some(&set.authority)).await?.unit.figures;
        let touched = kinds.into_iter().map(|kind| (kind, figures.open_cases(kind.key())));
        Ok(RulePreview { touched: touched.filter(|(_, n)| *n > 0).collect(), changes })
    }

    /// The version a draft would be, checked, and what it would change.
    async fn drafted(&self, actor: &Actor, draft: &DraftRules) -> Result<(RuleSet, Vec<RuleChange>)> {
        let authority = self.rule_authority(actor, Action::ProposeRules).await?;
        let today = self.store.clock.today();
        let mut wrong = Vec::new();
        let values = RuleSet::read(&authority.id, &draft.values).unwrap_or_else(|problems| {
            wrong.extend(problems.into_iter().map(|problem| {
                let control = format!("values[{}]", problem.key.key());
                Refusal::new(RefusalCode::Values, Basis::Article(11), problem.what, "请改正后再提交。")
                    .beside(control)
            }));
            BTreeMap::new()
        });
        let scopes = RuleSet::read_scopes(&values, &draft.scopes);
        if is_local(authority.kind) {
            wrong.extend(self.not_left_to(&authority, &values, &scopes, draft.valid_from));
        }
        if draft.valid_from <= today {
            let what = "施行日期应晚于今天。";
            wrong.push(Refusal::new(
                RefusalCode::ValidFrom,
                Basis::Procedure,
                what,
                "已经办理的事项不受影响。",
            ));
        }
        if draft.valid_until.is_some_and(|last| last < draft.valid_from) {
            let what = "有效期的最后一天早于施行日期。";
            let remedy = "请对照文件核对；文件没有规定有效期的留空。";
            wrong.push(Refusal::new(RefusalCode::ValidUntil, Basis::Article(29), what, remedy));
        }
        if !(4..=100).contains(&domain::text::length(&draft.source)) {
            let what = "还没有填写依据的文件，或超过100个字。";
            wrong.push(Refusal::new(RefusalCode::Source, Basis::Article(29), what, "请填写文件名称和文号。"));
        }
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let sets = self.rule_sets();
        let of_it = sets.iter().filter(|set| set.authority == authority.id);
        let source = domain::text::words(&draft.source).text;
        // A value that is corrected holds no longer than its document does.
        let document = of_it.clone().filter(|set| set.source == source);
        let valid_until = document.max_by_key(|set| set.version).and_then(|set| set.valid_until);
        let set = RuleSet {
            authority: authority.id.clone(),
            authority_name: authority.name.clone(),
            version: of_it.map(|set| set.version).max().unwrap_or(0) + 1,
            valid_from: draft.valid_from,
            valid_until: draft.valid_until.or(valid_until.filter(|last| *last >= draft.valid_from)),
            source,
            scopes,
            delegated: match authority.kind {
                // A city leaves to its counties what it has decided itself; a county has nobody below it.
                UnitKind::Province => {
                    draft.delegated.iter().copied().filter(|key| key.may_be_delegated()).collect()
                }
                UnitKind::City => {
                    draft.delegated.iter().copied().filter(|key| values.contains_key(key)).collect()
                }
                _ => BTreeSet::new(),
            },
            values,
        };
        let changes = self.rule_changes(&authority, &set);
        if changes.is_empty() {
            let what = "与施行日当天有效的规则完全相同。";
            return Err(Refusal::new(RefusalCode::Values, Basis::Procedure, what, "请修改后再提交。").into());
        }
        Ok((set, changes))
    }

    /// What of a city's or county's draft the levels above do not leave to it on its first day, or leave to be narrowed only (第十一条).
    fn not_left_to(
        &self,
        authority: &Unit,
        values: &BTreeMap<RuleKey, String>,
        scopes: &BTreeMap<RuleKey, Scope>,
        on: NaiveDate,
    ) -> Vec<Refusal> {
        let levels = authorities_of(&authority.path);
        let above = Rules::at(&self.rule_sets(), &levels[..levels.len().saturating_sub(1)], on);
        let refused = |(key, value): (&RuleKey, &String)| {
            let scope = scopes.get(key).cloned().unwrap_or_default();
            let what = format!("{}：{}", key.label(), above.takes(*key, value, &scope).err()?);
            let remedy = "请改用更严的规定，或取消勾选，由上级的规定办理；需要放开的，请报请上级授权。";
            let refusal = Refusal::new(RefusalCode::Values, Basis::Article(11), what, remedy);
            Some(refusal.beside(format!("values[{}]", key.key())))
        };
        values.iter().filter_map(refused).collect()
    }

    /// What differs between the rules in force on the version's first day and with it.
    pub(super) fn rule_changes(&self, authority: &Unit, set: &RuleSet) -> Vec<RuleChange> {
        let levels = authorities_of(&authority.path);
        let sets = self.rule_sets();
        let on = set.valid_from;
        let others: Vec<RuleSet> = sets.iter().filter(|known| *known != set).cloned().collect();
        let before = Rules::at(&others, &levels, on);
        let with: Vec<RuleSet> = others.iter().cloned().chain([set.clone()]).collect();
        let after = Rules::at(&with, &levels, on);
        let told = |rules: &Rules, key: RuleKey| {
            let leave = if rules.is_open(key) && authority.kind != UnitKind::County { LEAVE } else { "" };
            format!("{}{leave}", rules.words(key))
        };
        let changed = RuleKey::ALL.iter().filter(|key| told(&before, **key) != told(&after, **key));
        changed
            .map(|key| RuleChange { key: *key, old: told(&before, *key), new: told(&after, *key) })
            .collect()
    }

    /// Proposes a version. One proposal at a time waits in an authority.
    ///
    /// # Errors
    /// As [`ProvincialRules::preview_rules`](crate::services::ProvincialRules::preview_rules); a refusal when another proposal waits.
    pub async fn propose_rules(&self, actor: &Actor, draft: &DraftRules) -> Result<RuleSetId> {
        let (set, _) = self.drafted(actor, draft).await?;
        let (set, lane) = (&set, format!("rules/{}", set.authority));
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    if self.waiting_rules(&set.authority).await?.is_some() {
                        let what = "已有一份草案等待审批。";
                        let remedy = "请等待审批，或先撤回。";
                        return Err(Refusal::new(RefusalCode::Values, Basis::Procedure, what, remedy).into());
                    }
                    let row = RuleVersion {
                        uid: RuleSetId::new(self.store.new_id()),
                        version: 1,
                        authority: set.authority.clone(),
                        set: set.clone(),
                        state: RuleState::Proposed,
                        note: domain::text::cut(&draft.note, 500),
                        proposed_by: party(actor),
                        proposed_at: self.store.clock.now(),
                        decided_by: None,
                        decided_at: None,
                        reason: String::new(),
                    };
                    let mut tx = self.transaction(row.proposed_by.clone());
                    tx.work.create("rule_set", &row.uid.to_string(), &row);
                    let matter = self.rules_matter(&row).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_begun(&mut tx, &matter, RulesTold::from(&row)).await?;
                    Ok((tx.finish(), row.uid))
                })
            })
            .await
    }

    /// Approves or rejects the proposal that waits in the actor's authority; rejecting needs a reason.
    ///
    /// # Errors
    /// A refusal for who proposed it, without a reason, or when its day has come already; [`Error::NotFound`] when none waits.
    pub async fn decide_rules(&self, actor: &Actor, approve: bool, reason: &str) -> Result<RuleState> {
        let authority = self.rule_authority(actor, Action::ApproveRules).await?;
        let reason = domain::text::words(reason).text;
        let act = if approve { ProposalAct::Approve } else { ProposalAct::Reject(reason.clone()) };
        self.close_proposal(actor, &authority.id, &act, &reason).await
    }

    /// Takes the own proposal back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when none of the actor's waits.
    pub async fn withdraw_rules(&self, actor: &Actor) -> Result<RuleState> {
        let authority = self.rule_authority(actor, Action::ProposeRules).await?;
        self.close_proposal(actor, &authority.id, &ProposalAct::Withdraw, "").await
    }

    async fn close_proposal(
        &self,
        actor: &Actor,
        authority: &UnitId,
        act: &ProposalAct,
        reason: &str,
    ) -> Result<RuleState> {
        let lane = format!("rules/{authority}");
        let closed = self
            .store
            .transact(&lane, || {
                Box::pin(async move {
                    let loaded = self.waiting_rules(authority).await?.ok_or(Error::NotFound("rules"))?;
                    let own = loaded.proposed_by.account == actor.account;
                    if *act == ProposalAct::Withdraw && !own {
                        return Err(Error::NotFound("rules"));
                    }
                    let context = Context { today: self.store.clock.today(), actor: party(actor) };
                    let state = loaded.proposal().decide(act, &context)?.state;
                    let version = loaded.version;
                    let row = RuleVersion {
                        version: version + 1,
                        state,
                        decided_by: Some(context.actor),
                        decided_at: Some(self.store.clock.now()),
                        reason: reason.chars().take(500).collect(),
                        ..loaded
                    };
                    let mut tx = self.transaction(party(actor));
                    tx.work.replace("rule_set", &row.uid.to_string(), version, &row);
                    let matter = self.rules_matter(&row).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    self.matters().tell_step(&mut tx, &matter, RulesTold::from(&row)).await?;
                    self.accounts().log_account(
                        &mut tx.work,
                        Some(actor.account),
                        "rules_decided",
                        Some(actor.account),
                        "",
                    );
                    Ok((tx.finish(), row))
                })
            })
            .await?;
        if closed.state == RuleState::Approved {
            let mut sets = self.rule_sets.write().unwrap_or_else(PoisonError::into_inner);
            let next = sets.iter().cloned().chain([closed.set]).collect();
            *sets = Arc::new(next);
        }
        Ok(closed.state)
    }

    /// The authority for which the actor decides rules.
    async fn rule_authority(&self, actor: &Actor, action: Action) -> Result<Unit> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("rules"))?;
        authorise(actor, action, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("rules") }
        })?;
        self.units().unit(&own.id).await
    }
}
