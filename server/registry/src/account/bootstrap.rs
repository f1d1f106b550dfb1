//! The first accounts of an installation: the three administrators of the nation (三员分立), whom nobody is there to confirm.

use crate::account::PrintedSlip;
use crate::error::Result;
use crate::services::Accounts;
use crate::store::UnitOfWork;
use domain::access::Role;
use domain::id::UnitId;

impl Accounts<'_> {
    /// The first three administrators of the nation, with their passwords; none when there are accounts already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bootstrap_admins(&self) -> Result<Vec<(String, String)>> {
        self.units().seed_units().await?;
        let mut made = Vec::new();
        for (role, login, name) in [
            (Role::SystemAdmin, "nation.system", "国家系统管理员"),
            (Role::SecurityAdmin, "nation.security", "国家安全管理员"),
            (Role::AuditAdmin, "nation.audit", "国家审计管理员"),
        ] {
            if self.login_is_taken(login).await? {
                continue;
            }
            let password = self.first_password();
            let mut row =
                self.new_account(login, name, role, Some(UnitId::nation()), &password, None).await?;
            // The exception: there is nobody yet who could confirm them.
            row.slip = Some(PrintedSlip::printed_at(row.created_at));
            let row = &row;
            self.store
                .transact("accounts", || {
                    Box::pin(async move {
                        let mut work = UnitOfWork::new();
                        self.create_account_row(&mut work, row);
                        self.log_account(&mut work, Some(row.uid), "bootstrapped", None, "");
                        Ok((work, ()))
                    })
                })
                .await?;
            made.push((login.to_owned(), password));
        }
        Ok(made)
    }
}
