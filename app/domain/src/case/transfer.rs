//! 转学 (第十四条 to 第十六条): the receiving school opens it; the releasing school and both authorities handle it, each party
//! within ten working days; then the schooling at one school ends and at the other begins.

use super::Context;
use super::change::{
    Facts, Paper, Pupil, by_rule, class_refusal, facts_refusals, in_principle, leaver_freeze, settle,
    wrong_status,
};
use super::systems::{GradeChoice, Way};
use crate::codes::{Disability, Grade, PupilStatus};
use crate::form::{Field, Teaching};
use crate::id::UnitId;
use crate::org::Unit;
use crate::refusal::{Basis, Refusal, RefusalCode};
use crate::rules::RuleKey;
use serde::{Deserialize, Serialize};

/// Why somebody moves (转学原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferGround {
    /// 户籍迁移
    Household,
    /// 家庭住址变动
    Home,
    /// 父母工作调动或务工
    Employment,
    /// 返回户籍地就读
    Return,
    /// 父母长期出国（境）、支边或现役调动，投靠亲属
    Relatives,
    /// 随班就读、特殊教育或专门学校就读 (第十七条): the record moves with the pupil
    Special,
    /// 其他
    Other,
}

impl TransferGround {
    /// Every ground.
    pub const ALL: [Self; 7] = [
        Self::Household,
        Self::Home,
        Self::Employment,
        Self::Return,
        Self::Relatives,
        Self::Special,
        Self::Other,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Household => "户籍迁移",
            Self::Home => "家庭住址变动",
            Self::Employment => "父母工作调动或务工",
            Self::Return => "返回户籍地就读",
            Self::Relatives => "父母长期出国（境）、支边或现役调动，投靠亲属",
            Self::Special => "随班就读、特殊教育或专门学校就读",
            Self::Other => "其他原因",
        }
    }

    /// Stable name in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Home => "home",
            Self::Employment => "employment",
            Self::Return => "return",
            Self::Relatives => "relatives",
            Self::Special => "special",
            Self::Other => "other",
        }
    }

    /// The ground with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.key() == key)
    }
}

/// The content of a transfer. `facts.on` is the first day at the receiving school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// First day, documents, note.
    pub facts: Facts,
    /// Why.
    pub ground: TransferGround,
    /// 转出学校
    pub from: UnitId,
    /// Its name.
    pub from_name: String,
    /// 转入学校
    pub to: UnitId,
    /// Its name.
    pub to_name: String,
    /// 班级 at the receiving school.
    pub class_name: String,
    /// The grade, when the receiving school has chosen it itself; otherwise the one that goes on with the schooling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<GradeChoice>,
    /// 残疾类型 as the assessment has it, where it is not on record yet or is another one (第十七条).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disability: Option<Disability>,
}

const NEEDED: &[&[Paper]] =
    &[&[Paper::Application], &[Paper::HouseholdRegister, Paper::Residence, Paper::Employment, Paper::Other]];

/// The documents of which each group must have been sighted.
pub fn needed() -> &'static [&'static [Paper]] {
    NEEDED
}

/// What the receiving side knows besides the pupil.
#[derive(Debug, Clone, Copy)]
pub struct Receiving<'a> {
    /// 转出学校
    pub from: &'a Unit,
    /// 转入学校
    pub to: &'a Unit,
    /// How many pupils the class has now.
    pub class_size: usize,
}

impl Transfer {
    /// Whether the receiving school may open it.
    ///
    /// # Errors
    /// Everything that is wrong at once; a refusal's code is the name of the field it is about.
    pub fn check(&self, pupil: &Pupil, at: Receiving<'_>, context: &Context) -> Result<(), Vec<Refusal>> {
        settle(self.wrong(pupil, at, context), &self.facts.note)
    }

    /// What the province does not allow in principle, in words: whoever decides passes it with a reason.
    pub fn exceptions(&self, pupil: &Pupil, at: Receiving<'_>, context: &Context) -> Vec<String> {
        in_principle(&self.wrong(pupil, at, context))
    }

    /// Everything that speaks against it, in principle or for good.
    fn wrong(&self, pupil: &Pupil, at: Receiving<'_>, context: &Context) -> Vec<Refusal> {
        let context = &context.of_stage(pupil.grade.stage());
        let mut wrong = facts_refusals(&self.facts, pupil.since, 60, context, NEEDED, 14);
        let (rules, to) = (&context.rules, at.to);
        // Who dropped out or is missing has to be in school again, whenever that is (第二十二条).
        let owed_school = matches!(pupil.status, Some(PupilStatus::Lost | PupilStatus::Missing));
        if !owed_school && rules.within(RuleKey::TransferFreeze, context.today) {
            let what = "现在不受理新的转学申请。";
            wrong.push(by_rule(
                RefusalCode::On,
                rules,
                RuleKey::TransferFreeze,
                what,
                "请在上述时段之后办理。",
            ));
        } else if !owed_school {
            wrong.extend(leaver_freeze(pupil, context));
        }
        // Who comes back from abroad to another school is received by transfer as well (第二十条: 接续原来的学籍档案).
        // Who had gone to a school outside this system comes back the same way, to the old school or to another.
        // So does who had withdrawn; a drop-out and who is missing are still on roll, and another school may take them in.
        let back = matches!(pupil.status, Some(PupilStatus::TransferredOut | PupilStatus::Withdrawn));
        let movable =
            back || owed_school || matches!(pupil.status, Some(PupilStatus::InSchool | PupilStatus::Abroad));
        if self.from == self.to && owed_school {
            let what = "学生的学籍还在本校。";
            let remedy = "请在学生档案办理辍学返校，无需办理转学。";
            wrong.push(Refusal::new(RefusalCode::Number, Basis::Article(22), what, remedy));
        } else if self.from == self.to && !back {
            let what = "学生已经在本校就读。";
            wrong.push(Refusal::new(RefusalCode::Number, Basis::Article(14), what, "无需办理转学。"));
        } else if !movable {
            wrong.push(Refusal {
                code: RefusalCode::Number,
                ..wrong_status(pupil, 14, "只有在读的学生可以转学")
            });
        }
        if pupil.record.mismatched {
            let what = "学生的学籍属于问题学籍，尚未处理完毕。";
            let remedy = "请原学校先办理：身份信息不一致的办理基础信息变更，疑似重复的举证，办结后再转学。";
            wrong.push(Refusal::new(RefusalCode::Number, Basis::Article(6), what, remedy));
        }
        wrong.extend(self.disability_refusals(pupil, to));
        let way = Way { pupil, finished: false, to };
        wrong.extend(way.refusals(self.grade.as_ref(), &self.facts.note, RefusalCode::Number, context));
        wrong.extend(self.province_refusals(pupil, at, context));
        wrong.extend(class_refusal(&self.class_name));
        wrong
    }

    /// How the child is taught at the receiving school: who moves for its sake is in class there, who moves for another reason and is
    /// taught at home still is.
    pub fn teaching(&self) -> Teaching {
        let at_home = (self.ground == TransferGround::Special).then_some(false);
        Teaching { disability: self.disability, at_home, in_ordinary_class: Some(false) }
    }

    /// A special school takes children with a disability, which is on record or is proven now.
    fn disability_refusals(&self, pupil: &Pupil, to: &Unit) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let special = to.school.as_ref().is_some_and(|school| school.school_type.is_special());
        if special && !pupil.record.disabled && self.disability.is_none() {
            let what = format!("{}是特殊教育学校，学生的学籍信息中没有残疾类型。", to.name);
            let remedy = "请按残疾人证或教育评估意见选择残疾类型，与转学一并登记。";
            let code = RefusalCode::named(Field::Disability.key());
            wrong.push(Refusal::new(code, Basis::Article(17), what, remedy));
        }
        if self.disability.is_some() && !self.facts.papers.contains(&Paper::Assessment) {
            let what = format!("还没有查验{}。", Paper::Assessment.label());
            let remedy = "残疾类型以证件或评估意见为准，请查验并留存材料后勾选。";
            wrong.push(Refusal::new(RefusalCode::Papers, Basis::Article(17), what, remedy));
        }
        wrong
    }

    /// The grade at the receiving school, counted in its system.
    pub fn grade_there(&self, pupil: &Pupil, to: &Unit) -> Option<Grade> {
        Way { pupil, finished: false, to }.grade(self.grade.as_ref())
    }

    /// What the province of the receiving school does not allow. Who must change to a special school may do so any time: that is
    /// the regulation's own ground (第十七条), which no list of a province takes away. Who comes back from elsewhere has no school to stay at,
    /// and is taken in whenever that is.
    fn province_refusals(&self, pupil: &Pupil, at: Receiving<'_>, context: &Context) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        let (rules, to) = (&context.rules, at.to);
        let mut refuse = |code, key, what: &str, remedy| wrong.push(by_rule(code, rules, key, what, remedy));
        let special = self.ground == TransferGround::Special;
        let away = [
            PupilStatus::TransferredOut,
            PupilStatus::Abroad,
            PupilStatus::Lost,
            PupilStatus::Missing,
            PupilStatus::Withdrawn,
        ];
        let free = special || pupil.status.is_some_and(|status| away.contains(&status));
        if !free && !rules.has(RuleKey::TransferGrounds, self.ground.key()) {
            refuse(
                RefusalCode::TransferGround,
                RuleKey::TransferGrounds,
                "不属于准予转学的原因。",
                "请核对转学原因。",
            );
        }
        if at.class_size >= rules.number(RuleKey::ClassSizeMax) as usize {
            let what = format!("{}已有{}人。", self.class_name, at.class_size);
            refuse(RefusalCode::ClassName, RuleKey::ClassSizeMax, &what, "请编入其他班级。");
        }
        if free {
            return wrong;
        }
        let township = |unit: &Unit| unit.school.as_ref().and_then(|school| school.township.clone());
        if rules.has(RuleKey::TransferWithin, "township")
            && at.from.id != to.id
            && township(at.from).is_some_and(|town| township(to) == Some(town))
        {
            let what = format!("{}与{}在同一乡镇。", at.from.name, to.name);
            refuse(RefusalCode::Number, RuleKey::TransferWithin, &what, "请在原学校就读。");
        }
        if let Err(key) = rules.transfer_time(&context.calendar, context.today) {
            refuse(RefusalCode::On, key, "现在不在受理转学申请的时段。", "请在受理时段内办理。");
        }
        let same_county = at.from.division == to.division;
        let scope_holds = rules.has(RuleKey::TransferBarredScope, "all") || same_county;
        let grade = pupil.grade_on(self.facts.on, context.today);
        if scope_holds && rules.has_end(RuleKey::TransferBarred, grade, self.facts.on) {
            let what = format!("{}在这一学期不办理转学。", grade.label());
            refuse(
                RefusalCode::Number,
                RuleKey::TransferBarred,
                &what,
                "请在下一学期办理，或与学籍主管部门商定。",
            );
        }
        wrong
    }
}
