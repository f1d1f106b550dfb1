//! Accounts and guardians: made by one and confirmed by another, sealed, reset, signed in to; codes printed by one, released by
//! another, used, used twice. And each of them tried by whoever may not.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Known, Outcome, Printed, violated};
use crate::society::{PASSWORD, actor, new_account};
use domain::access::{Actor, Role};
use domain::codes::PupilStatus;
use domain::form::GuardianSlot;
use domain::id::UnitId;
use registry::guardian::SignedUp;
use registry::person::Standing;

/// A telephone that is nobody's on record.
const OTHER_PHONE: &str = "13800000000";

impl Scene<'_> {
    /// A system administrator makes an account; nobody gets a password before somebody else confirmed it.
    pub(super) async fn open_account(&mut self, kind: Kind) -> Done {
        let units: Vec<UnitId> = self
            .world
            .units
            .iter()
            .filter(|unit| unit.parent.is_some())
            .map(|unit| unit.id.clone())
            .collect();
        let unit = self.world.unit(self.dice.pick(&units).expect("units")).clone();
        let role = if self.dice.percent(60) { Role::Registrar } else { Role::Leader };
        let n = self.model.next_child();
        let login = format!("staff.{n:04}");
        let new = new_account(&unit, role, &login, n);
        let by = if kind == Kind::OpenAccountByStranger {
            let by = self.anybody();
            let own = by.unit.as_ref().map(|own| own.id.clone());
            if by.role == Role::SystemAdmin && (own == unit.parent || own.as_ref() == Some(&unit.id)) {
                return Ok(Outcome::Skipped);
            }
            by
        } else {
            self.world.maker_of(&unit)
        };
        self.note(format!("{login} at {} by {}", unit.name, by.name));
        let answer = self.world.registry().accounts().create_account(&by, &new).await;
        Ok(match self.hear(answer)? {
            Ok(id) => {
                self.model.accounts.push(Known {
                    id,
                    login,
                    password: None,
                    slip: false,
                    waits_on: Some(by),
                    role,
                    unit: unit.id,
                    sealed: Some(false),
                });
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    /// An account of which something may be done; one that waits, when there is one.
    fn account(&mut self, waits: bool) -> Option<usize> {
        let fits = |known: &Known| known.waits_on.is_some() == waits;
        let fitting: Vec<usize> =
            (0..self.model.accounts.len()).filter(|at| fits(&self.model.accounts[*at])).collect();
        self.dice.pick(&fitting).copied()
    }

    /// Another administrator confirms what waits and prints the slip; or the one who made it tries, or somebody of elsewhere.
    pub(super) async fn confirm_account(&mut self, kind: Kind) -> Done {
        let Some(at) = self.account(true) else { return Ok(Outcome::Skipped) };
        let known = self.model.accounts[at].clone();
        let unit = self.world.unit(&known.unit).clone();
        let asked = known.waits_on.clone().expect("it waits");
        let by = match kind {
            Kind::ConfirmOwnAccount => asked,
            Kind::ConfirmByStranger => {
                let by = self.anybody();
                let admin = matches!(by.role, Role::SystemAdmin | Role::SecurityAdmin);
                if admin && by.unit.as_ref().is_some_and(|own| own.path.covers(&unit.path)) {
                    return Ok(Outcome::Skipped);
                }
                by
            }
            _ => {
                let both = [1, 2].map(|n| self.world.security_of(&unit, n));
                let others: Vec<Actor> = both.into_iter().filter(|by| by.account != asked.account).collect();
                self.dice.pick(&others).expect("two").clone()
            }
        };
        self.note(format!("{} by {}", known.login, by.name));
        // Until the answer is heard it may have happened or not.
        self.model.accounts[at].password = None;
        self.model.accounts[at].waits_on = None;
        let answer = self.world.registry().accounts().confirm_account(&by, known.id).await;
        Ok(match self.hear(answer)? {
            Ok(slip) => {
                if slip.login != known.login || slip.role != known.role {
                    return violated("a slip is for the account that was confirmed", known.login);
                }
                let row = &mut self.model.accounts[at];
                row.password = Some(slip.secret);
                row.slip = true;
                // A slip holds a few days: mostly it is used at once.
                if self.dice.percent(60) {
                    self.signs_in(at, false).await?;
                }
                Outcome::Accepted
            }
            Err(code) => {
                // Somebody got there first: nothing waits any more.
                let waits = code != "state";
                let row = &mut self.model.accounts[at];
                row.password = known.password;
                row.waits_on = known.waits_on.filter(|_| waits);
                Outcome::Refused(code)
            }
        })
    }

    pub(super) async fn secure_account(&mut self, kind: Kind) -> Done {
        let waits = kind == Kind::SealAccount && self.dice.percent(20);
        let Some(at) = self.account(waits) else { return Ok(Outcome::Skipped) };
        let known = self.model.accounts[at].clone();
        let n = 1 + u128::from(self.dice.below(2));
        let by = self.world.security_of(self.world.unit(&known.unit), n);
        self.note(format!("{} by {}", known.login, by.name));
        let registry = self.world.registry();
        if kind == Kind::SealAccount {
            let sealed = known.sealed != Some(true);
            self.model.accounts[at].sealed = None;
            let answer = registry.accounts().seal_account(&by, known.id, sealed).await;
            let heard = self.hear(answer)?;
            self.model.accounts[at].sealed = if heard.is_ok() { Some(sealed) } else { known.sealed };
            return Ok(heard.map_or_else(Outcome::Refused, |()| Outcome::Accepted));
        }
        // Asked for; nobody gets a secret before another administrator confirmed it.
        let answer = registry.accounts().reset_account(&by, known.id, "本人忘记密码").await;
        Ok(match self.hear(answer)? {
            Ok(()) => {
                self.model.accounts[at].waits_on = Some(by);
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn sign_in(&mut self, kind: Kind) -> Done {
        let with: Vec<usize> =
            (0..self.model.accounts.len()).filter(|at| self.model.accounts[*at].password.is_some()).collect();
        let Some(at) = self.dice.pick(&with).copied() else { return Ok(Outcome::Skipped) };
        self.signs_in(at, kind == Kind::WrongPassword).await
    }

    async fn signs_in(&mut self, at: usize, wrong: bool) -> Done {
        let known = self.model.accounts[at].clone();
        let Some(password) = known.password.clone() else { return Ok(Outcome::Skipped) };
        self.note(known.login.clone());
        if wrong {
            return self.told(self.world.signs_in(&known.login, "Wrong!Password1").await);
        }
        if known.slip {
            self.model.accounts[at].password = None;
        }
        let answer = self.world.signs_in(&known.login, &password).await;
        match self.hear(answer)? {
            Ok(Some(actor)) => {
                if actor.account != known.id || actor.role != known.role {
                    return violated("a password opens one's own account", known.login);
                }
                if known.sealed == Some(true) {
                    return violated("a sealed account lets nobody in", known.login);
                }
            }
            Ok(None) => return Ok(Outcome::Refused("no_session".into())),
            Err(code) => return Ok(Outcome::Refused(code)),
        }
        if !known.slip {
            return Ok(Outcome::Accepted);
        }
        // The slip is spent: whoever has read it gets in no more.
        if let Ok(Some(_)) = self.hear(self.world.signs_in(&known.login, &password).await)? {
            return violated("a slip opens once", known.login);
        }
        let changed = self.world.registry().accounts().change_password(known.id, &password, PASSWORD).await;
        Ok(match self.hear(changed)? {
            Ok(()) => {
                let row = &mut self.model.accounts[at];
                row.password = Some(PASSWORD.to_owned());
                row.slip = false;
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    /// The registrar of the school prints a code for a guardian whom the record names.
    pub(super) async fn print_code(&mut self) -> Done {
        let Some(row) = self.pupil(|row| row.standing == Standing::Pupil(PupilStatus::InSchool)) else {
            return Ok(Outcome::Skipped);
        };
        let Ok(info) = row.info(&*self.world.registry().vault) else {
            return violated("a record opens", row.uid.to_string());
        };
        let slot = if self.dice.percent(70) { GuardianSlot::First } else { GuardianSlot::Second };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} by {}", row.uid, by.name));
        // A new one cancels the one before; of neither is known what it is when the answer is lost.
        let before: Vec<Printed> = self.model.codes.clone();
        self.model.codes.retain(|one| (one.person, one.slot) != (row.uid, slot));
        let answer = self.world.registry().guardians().print_binding(&by, row.uid, slot).await;
        Ok(match self.hear(answer)? {
            Ok(code) => {
                let cancelled = before.into_iter().filter(|one| (one.person, one.slot) == (row.uid, slot));
                self.model.used.extend(cancelled);
                let entries = info.guardians();
                let Some(entry) = entries.iter().find(|entry| entry.slot == slot) else {
                    return violated("a code is for somebody on record", row.uid.to_string());
                };
                self.model.codes.push(Printed {
                    code,
                    person: row.uid,
                    slot,
                    name: entry.name.to_owned(),
                    phone: entry.phone.to_owned(),
                    by,
                    released: Some(false),
                });
                // As often as not somebody releases it at once: it holds for a month.
                if self.dice.percent(50) {
                    self.release_code(Kind::ReleaseCode).await?;
                }
                Outcome::Accepted
            }
            Err(code) => {
                self.model.codes = before;
                Outcome::Refused(code)
            }
        })
    }

    /// A code for which something holds, taken out: until the answer is heard nobody knows what it is.
    fn take_code(&mut self, fits: impl Fn(&Printed) -> bool) -> Option<Printed> {
        let fitting: Vec<usize> =
            (0..self.model.codes.len()).filter(|at| fits(&self.model.codes[*at])).collect();
        let newest = self.dice.percent(70);
        let at = if newest { *fitting.last()? } else { *self.dice.pick(&fitting)? };
        Some(self.model.codes.remove(at))
    }

    /// A second person of the school releases a code; or the one who printed it tries.
    pub(super) async fn release_code(&mut self, kind: Kind) -> Done {
        let Some(printed) = self.take_code(|one| one.released == Some(false)) else {
            return Ok(Outcome::Skipped);
        };
        let Some(row) = self.seen.person(printed.person) else { return Ok(Outcome::Skipped) };
        let by = if kind == Kind::ReleaseOwnCode {
            printed.by.clone()
        } else {
            self.one_of(&row.school.clone(), Role::Leader)
        };
        self.note(format!("for {} by {}", printed.person, by.name));
        let registry = self.world.registry();
        // Whoever prints does not see what waits for others, but may know the key.
        let looks =
            if kind == Kind::ReleaseOwnCode { self.colleague(&row.school, Role::Leader) } else { by.clone() };
        let lines = match self.hear(registry.guardians().bonds_view(&looks, printed.person).await)? {
            Ok(view) => view.codes,
            // The pupil has gone elsewhere.
            Err(code) if code.starts_with("not_found") => return Ok(Outcome::Skipped),
            Err(code) => {
                self.model.codes.push(printed);
                return Ok(Outcome::Refused(code));
            }
        };
        let Some(line) =
            lines.iter().find(|line| line.released_by.is_none() && line.guardian == printed.name)
        else {
            // Too old by now.
            return Ok(Outcome::Skipped);
        };
        let answer = registry.guardians().release_binding(&by, &line.key).await;
        let heard = self.hear(answer)?;
        let released = Some(heard.is_ok());
        self.model.codes.push(Printed { released, ..printed });
        Ok(heard.map_or_else(Outcome::Refused, |()| Outcome::Accepted))
    }

    pub(super) async fn sign_up(&mut self, kind: Kind) -> Done {
        if kind == Kind::UseCodeTwice {
            let Some(one) = self.dice.pick(&self.model.used).cloned() else { return Ok(Outcome::Skipped) };
            self.note(format!("for {}", one.person));
            return self.told(self.world.sign_up(&one.name, &one.phone, &one.code).await);
        }
        let released = kind != Kind::SignUpUnreleased;
        let Some(one) = self.take_code(|one| one.released == Some(released)) else {
            return Ok(Outcome::Skipped);
        };
        self.note(format!("for {}", one.person));
        if kind == Kind::SignUp {
            return self.signs_up(one).await;
        }
        let phone = if kind == Kind::SignUpOtherPhone { OTHER_PHONE } else { one.phone.as_str() };
        let answer = self.world.sign_up(&one.name, phone, &one.code).await;
        let told = self.told(answer);
        self.model.codes.push(one);
        told
    }

    /// The guardian on record, with the code that was released.
    async fn signs_up(&mut self, one: Printed) -> Done {
        let answer = self.world.sign_up(&one.name, &one.phone, &one.code).await;
        let id = match self.hear(answer)? {
            Ok(SignedUp::Made(id)) => id,
            Ok(SignedUp::Known) => {
                // The telephone has an account: nothing was changed.
                self.model.codes.push(one);
                return Ok(Outcome::Refused("known".into()));
            }
            Err(code) => {
                if code == "halted" || code == "busy" {
                    self.model.codes.push(one);
                }
                return Ok(Outcome::Refused(code));
            }
        };
        let person = one.person;
        self.model.bonds.insert((id, person));
        let phone = one.phone.clone();
        self.model.used.push(one);
        match self.hear(self.world.signs_in(&phone, PASSWORD).await)? {
            Ok(Some(actor)) if actor.children == [person] => Ok(Outcome::Accepted),
            // The record was merged into another since the code was printed.
            Ok(Some(actor))
                if actor.children.len() == 1
                    && self
                        .seen
                        .person(person)
                        .is_some_and(|row| row.merged_into == Some(actor.children[0])) =>
            {
                Ok(Outcome::Accepted)
            }
            Err(code) if self.model.broken => Ok(Outcome::Refused(code)),
            other => violated("a guardian sees the child that was bound", format!("{person}: {other:?}")),
        }
    }

    /// The same code at the same moment, by the guardian twice.
    pub(super) async fn two_use_one_code(&mut self) -> Done {
        let Some(one) = self.take_code(|one| one.released == Some(true)) else {
            return Ok(Outcome::Skipped);
        };
        let person = one.person;
        self.note(format!("twice for {person}"));
        let (a, b) = tokio::join!(
            self.world.sign_up(&one.name, &one.phone, &one.code),
            self.world.sign_up(&one.name, &one.phone, &one.code)
        );
        let made: Vec<_> = [self.hear(a)?, self.hear(b)?]
            .into_iter()
            .map(|answer| answer.map(|done| if let SignedUp::Made(id) = done { Some(id) } else { None }))
            .collect();
        let ids: Vec<_> = made.iter().filter_map(|answer| answer.as_ref().ok().copied().flatten()).collect();
        match (ids.as_slice(), made.into_iter().find_map(Result::err)) {
            ([], code) => {
                self.model.codes.push(one);
                Ok(Outcome::Refused(code.unwrap_or_else(|| "known".into())))
            }
            ([id], _) => {
                self.model.bonds.insert((*id, person));
                self.model.used.push(one);
                Ok(Outcome::Accepted)
            }
            _ => violated("a code binds once", person.to_string()),
        }
    }

    /// Somebody of the staff, by unit and role; for looks.
    pub(super) fn colleague(&self, unit: &UnitId, role: Role) -> Actor {
        actor(self.world.unit(unit), role, 1)
    }
}
