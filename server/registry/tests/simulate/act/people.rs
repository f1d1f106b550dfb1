//! Accounts and guardians: made, sealed, reset, signed in to; codes printed, used, used twice.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Known, Outcome, violated};
use crate::society::{CITY, PASSWORD, actor, code};
use domain::access::Role;
use domain::codes::PupilStatus;
use domain::id::UnitId;
use registry::person::Standing;

impl Scene<'_> {
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
        let login = format!("staff.{:04}", self.model.next_child());
        if kind == Kind::OpenAccountByStranger {
            let by = self.anybody();
            let own = by.unit.as_ref().map(|own| own.id.clone());
            if by.role == Role::SystemAdmin && (own == unit.parent || own.as_ref() == Some(&unit.id)) {
                return Ok(Outcome::Skipped);
            }
            self.note(format!("{login} at {} by {}", unit.name, by.name));
            let new =
                registry::account::NewAccount {
                    unit: unit.id.clone(), role, login, name: "王小明".into()
                };
            return self.told(self.world.registry().create_account(&by, &new).await);
        }
        self.note(format!("{login} at {}", unit.name));
        let answer = self.world.open_account(&unit, role, &login).await;
        Ok(match self.hear(answer)? {
            Ok((id, password)) => {
                let unit = unit.id;
                let known = Known { id, login, password: Some(password), role, unit, sealed: Some(false) };
                self.model.accounts.push(known);
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn secure_account(&mut self, kind: Kind) -> Done {
        let count = self.model.accounts.len() as u64;
        if count == 0 {
            return Ok(Outcome::Skipped);
        }
        let at = usize::try_from(self.dice.below(count)).unwrap_or(0);
        let known = self.model.accounts[at].clone();
        let above = self.world.unit(&known.unit).parent.clone().unwrap_or_else(|| code(CITY));
        let by = self.one_of(&above, Role::SecurityAdmin);
        self.note(format!("{} by {}", known.login, by.name));
        let registry = self.world.registry();
        // Until the answer is heard it may be either.
        if kind == Kind::SealAccount {
            let sealed = known.sealed != Some(true);
            self.model.accounts[at].sealed = None;
            let answer = registry.seal_account(&by, known.id, sealed).await;
            let heard = self.hear(answer)?;
            self.model.accounts[at].sealed = if heard.is_ok() { Some(sealed) } else { known.sealed };
            return Ok(heard.map_or_else(Outcome::Refused, |()| Outcome::Accepted));
        }
        self.model.accounts[at].password = None;
        let answer = registry.reset_account(&by, known.id).await;
        Ok(match self.hear(answer)? {
            Ok(password) => {
                self.model.accounts[at].password = Some(password);
                Outcome::Accepted
            }
            Err(code) => {
                self.model.accounts[at].password = known.password;
                Outcome::Refused(code)
            }
        })
    }

    pub(super) async fn sign_in(&mut self, kind: Kind) -> Done {
        let Some(known) = self.dice.pick(&self.model.accounts).cloned() else { return Ok(Outcome::Skipped) };
        let Some(password) = known.password else { return Ok(Outcome::Skipped) };
        self.note(known.login.clone());
        let typed = if kind == Kind::WrongPassword { "Wrong!Password1" } else { password.as_str() };
        let answer = self.world.signs_in(&known.login, typed).await;
        Ok(match self.hear(answer)? {
            Ok(Some(actor)) => {
                if actor.account != known.id || actor.role != known.role {
                    return violated("a password opens one's own account", known.login);
                }
                if known.sealed == Some(true) {
                    return violated("a sealed account lets nobody in", known.login);
                }
                Outcome::Accepted
            }
            Ok(None) => Outcome::Refused("no_session".into()),
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn print_code(&mut self) -> Done {
        let Some(row) = self.pupil(|row| row.standing == Standing::Pupil(PupilStatus::InSchool)) else {
            return Ok(Outcome::Skipped);
        };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} by {}", row.uid, by.name));
        let answer = self.world.registry().print_binding(&by, row.uid).await;
        Ok(match self.hear(answer)? {
            Ok(code) => {
                // A new one cancels the one before.
                let cancelled: Vec<String> = self
                    .model
                    .codes
                    .iter()
                    .filter(|(_, person)| *person == row.uid)
                    .map(|(code, _)| code.clone())
                    .collect();
                self.model.used.extend(cancelled);
                self.model.codes.retain(|(_, person)| *person != row.uid);
                self.model.codes.push((code, row.uid));
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        })
    }

    pub(super) async fn sign_up(&mut self, kind: Kind) -> Done {
        if kind == Kind::UseCodeTwice {
            let Some(code) = self.dice.pick(&self.model.used).cloned() else { return Ok(Outcome::Skipped) };
            let phone = self.model.next_phone();
            return self.told(self.world.sign_up(&phone, &code).await);
        }
        if self.model.codes.is_empty() {
            return Ok(Outcome::Skipped);
        }
        let at = usize::try_from(self.dice.below(self.model.codes.len() as u64)).unwrap_or(0);
        let (code, person) = self.model.codes.remove(at);
        self.model.used.push(code.clone());
        let phone = self.model.next_phone();
        self.note(format!("{phone} for {person}"));
        let answer = self.world.sign_up(&phone, &code).await;
        let id = match self.hear(answer)? {
            Ok(id) => id,
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        self.model.bonds.insert((id, person));
        match self.hear(self.world.signs_in(&phone, PASSWORD).await)? {
            Ok(Some(actor)) if actor.children == [person] => Ok(Outcome::Accepted),
            other => violated("a guardian sees the child that was bound", format!("{person}: {other:?}")),
        }
    }

    /// Two people type the same code at the same moment.
    pub(super) async fn two_use_one_code(&mut self) -> Done {
        if self.model.codes.is_empty() {
            return Ok(Outcome::Skipped);
        }
        let (code, person) = self.model.codes.remove(0);
        self.model.used.push(code.clone());
        let phones = [self.model.next_phone(), self.model.next_phone()];
        self.note(format!("{} and {} for {person}", phones[0], phones[1]));
        let (a, b) =
            tokio::join!(self.world.sign_up(&phones[0], &code), self.world.sign_up(&phones[1], &code));
        match (self.hear(a)?, self.hear(b)?) {
            (Ok(_), Ok(_)) => violated("a code binds once", person.to_string()),
            (Ok(id), Err(_)) | (Err(_), Ok(id)) => {
                self.model.bonds.insert((id, person));
                Ok(Outcome::Accepted)
            }
            (Err(code), Err(_)) => Ok(Outcome::Refused(code)),
        }
    }

    /// Somebody of the staff, by unit and role; for looks.
    pub(super) fn colleague(&self, unit: &UnitId, role: Role) -> domain::access::Actor {
        actor(self.world.unit(unit), role, 1)
    }
}
