//! Sichuan has decided a second version of its rules, invented for the demo: skipping a grade in primary school, and a lower minimum for
//! early warnings (第十一条, 第二十九条).

use super::Country;
use domain::access::Role;
use domain::id::UnitId;
use domain::rules::RuleKey;
use registry::rules::DraftRules;

const PROVINCE: &str = "510000";

impl Country {
    pub(super) async fn build_rules(&self) -> anyhow::Result<()> {
        let province: UnitId = PROVINCE.parse()?;
        let (author, leader) =
            (self.actor(&province, Role::Registrar)?, self.actor(&province, Role::Leader)?);
        // A new version replaces the one before as a whole: what stays has to be said again.
        let seeded = registry::seed::rules().into_iter().find(|set| set.authority == province);
        let (mut values, scopes) = seeded.map(|set| (set.values, set.scopes)).unwrap_or_default();
        values.insert(RuleKey::SkipStages, "1".into());
        // The demo's schools have some fifteen children each: with the system's own threshold none would ever be warned of.
        values.insert(RuleKey::WarnMinimum, "1".into());
        let draft = DraftRules {
            values,
            scopes,
            delegated: Default::default(),
            valid_from: self.ago(20),
            valid_until: None,
            source: "四川省中小学生学籍管理实施细则修订（演示，非真实文件）".into(),
            note: "小学阶段可以跳级；转出、考前休学有 1 人即按比例预警".into(),
        };
        self.at(self.ago(30), 10);
        self.registry.rules().propose_rules(author, &draft).await?;
        self.at(self.ago(28), 10);
        self.registry.rules().decide_rules(leader, true, "").await?;
        Ok(())
    }
}
