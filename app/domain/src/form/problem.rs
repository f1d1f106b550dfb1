//! What is wrong with an item: for people, by the field.

use super::cell::CellProblem;
use super::{Block, Field, FieldKind};
use crate::codes::{Country, HmtStatus, WrittenLanguage};
use crate::ident::IdentError;
use crate::refusal::Basis;
use crate::text::code_point;
use serde::Serialize;

/// One problem of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Which item.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// 必填项没有填写
    Missing,
    /// Longer than so many characters.
    TooLong(usize),
    /// Not a value of the code list.
    NotInList,
    /// Not a date.
    NotADate,
    /// A day that has not come.
    InFuture,
    /// Not a month `YYYYMM`.
    NotAMonth,
    /// A number, name or division that does not hold.
    Ident(IdentError),
    /// Not a telephone number.
    NotAPhone,
    /// Not six digits.
    NotAPostcode,
    /// Not a whole number in range.
    NotANumber,
    /// Not Latin letters.
    NotPinyin,
    /// Not a period of validity.
    NotAValidity,
    /// The number's own birth date is another.
    BirthDiffers,
    /// The number's own sex is another.
    SexDiffers,
    /// Kind Z: then a guardian's document is needed.
    GuardianDocumentNeeded,
    /// A document without its kind.
    KindNeeded,
    /// Nationality, document and 港澳台侨外 contradict each other.
    OriginContradicts,
    /// A citizen is neither 外籍华裔人 nor 外国人.
    CitizenAsForeigner,
    /// 华侨, 归侨 and 非华裔中国人 are citizens.
    ForeignerAsCitizen,
    /// Who is of 香港, 澳门 or 台湾 is its 同胞.
    OfRegion(Country),
    /// 随班就读 and 残疾类型 contradict each other.
    DisabilityContradicts,
    /// A special school's pupil has a disability, and is 随班就读 only at another school.
    SpecialSchool,
    /// Who is taught at home (送教上门) has a disability and is in no class.
    TaughtAtHome,
    /// Nobody is guardian.
    NoGuardian,
    /// 非亲属 needs an explanation.
    KinshipNoteNeeded,
    /// The school does not offer this grade.
    GradeNotOffered,
    /// The entry month does not fit the grade.
    EntryMonthDiffers,
    /// The age does not fit the grade. A warning.
    UnusualAge,
    /// The cell it stood in cannot be read for it.
    Cell(CellProblem),
    /// 无, / or 已故 where a name is asked.
    NotAName,
    /// Only one member of the family is named. A warning.
    OneMember,
    /// The number of an institution that is guardian does not hold, or is lacking.
    CreditCode(IdentError),
    /// A character that no font has.
    NotDrawn(char),
    /// Everybody named lives abroad. A warning.
    AllAbroad,
    /// A telephone abroad, and an address without its country. A warning.
    CountryOfAddress,
    /// A place of birth that is neither a division nor a country.
    NotAPlace,
    /// A name that several divisions have.
    SeveralPlaces,
    /// A code of a division that is not in the table. A warning: it may have been withdrawn.
    UnknownDivision,
    /// The name beside a 居民身份证 is not in Han characters.
    NotHan,
    /// The number of a foreigner's card names another country. A warning: nationality can be changed.
    CountryDiffers,
    /// The number of an old card for foreigners says another sex. A warning: no published rule says that it does.
    OldCardSexDiffers,
    /// A birth date that no child at school has.
    ImplausibleBirth,
    /// A name of one character. A warning: there are such names.
    OneCharacter,
    /// The identity document was valid before the child was born. A warning.
    ValidBeforeBirth,
    /// A name in a script that several languages use, without its language.
    LanguageNeeded,
    /// The name is not in the script of the language that is said.
    ScriptDiffers(WrittenLanguage),
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// To be looked at; does not stop anything.
    Warning,
    /// Stops the record.
    Error,
}

/// 港澳台侨外 of who is of a region.
pub(super) fn own_status(region: Country) -> HmtStatus {
    match region {
        Country::Hkg => HmtStatus::HongKong,
        Country::Mac => HmtStatus::Macao,
        _ => HmtStatus::Taiwan,
    }
}

impl FieldProblem {
    pub(super) fn new(field: Field, problem: Problem) -> Self {
        Self { field, problem }
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self.problem {
            Problem::UnusualAge
            | Problem::OneMember
            | Problem::AllAbroad
            | Problem::CountryOfAddress
            | Problem::UnknownDivision
            | Problem::CountryDiffers
            | Problem::OldCardSexDiffers
            | Problem::OneCharacter
            | Problem::ValidBeforeBirth => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether who types it has to confirm that it is so: what is rare and mostly a slip. Other warnings are told and no more.
    pub fn is_asked(&self) -> bool {
        matches!(self.problem, Problem::UnusualAge | Problem::OneCharacter | Problem::ValidBeforeBirth)
    }

    /// Whether it shows in the item alone, not in how two items fit.
    pub fn is_of_one_item(&self) -> bool {
        match self.problem {
            Problem::Missing
            | Problem::TooLong(_)
            | Problem::NotInList
            | Problem::NotADate
            | Problem::InFuture
            | Problem::NotAMonth
            | Problem::Ident(_)
            | Problem::NotAPhone
            | Problem::NotAPostcode
            | Problem::NotANumber
            | Problem::NotPinyin
            | Problem::NotAValidity
            | Problem::Cell(_)
            | Problem::NotDrawn(_)
            | Problem::NotAPlace
            | Problem::SeveralPlaces
            | Problem::UnknownDivision
            | Problem::ImplausibleBirth
            | Problem::OneCharacter
            | Problem::NotAName => true,
            Problem::BirthDiffers
            | Problem::SexDiffers
            | Problem::GuardianDocumentNeeded
            | Problem::KindNeeded
            | Problem::OriginContradicts
            | Problem::CitizenAsForeigner
            | Problem::ForeignerAsCitizen
            | Problem::OfRegion(_)
            | Problem::DisabilityContradicts
            | Problem::SpecialSchool
            | Problem::TaughtAtHome
            | Problem::NoGuardian
            | Problem::KinshipNoteNeeded
            | Problem::GradeNotOffered
            | Problem::EntryMonthDiffers
            | Problem::UnusualAge
            | Problem::OneMember
            | Problem::CreditCode(_)
            | Problem::AllAbroad
            | Problem::CountryOfAddress
            | Problem::NotHan
            | Problem::CountryDiffers
            | Problem::ValidBeforeBirth
            | Problem::LanguageNeeded
            | Problem::ScriptDiffers(_)
            | Problem::OldCardSexDiffers => false,
        }
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        let label = self.field.label();
        match self.problem {
            Problem::Missing => format!("{label}没有填写。"),
            Problem::TooLong(most) => format!("{label}超过 {most} 个字。"),
            Problem::NotInList => format!("{label}不在代码表中。"),
            Problem::NotADate => format!("{label}不是有效的日期。"),
            Problem::InFuture => format!("{label}晚于今天。"),
            Problem::NotAMonth => format!("{label}不是有效的年月。"),
            Problem::Ident(error) => format!("{label}{}", error.message()),
            Problem::NotAPhone => format!("{label}不是有效的电话号码。"),
            Problem::NotAPostcode => format!("{label}不是 6 位数字。"),
            Problem::NotANumber => format!("{label}不是有效的整数。"),
            Problem::NotPinyin => format!("{label}只能用拼音字母和空格。"),
            Problem::NotAValidity => format!("{label}格式不对。"),
            Problem::BirthDiffers => "出生日期与身份证件号中的日期不一致。".into(),
            Problem::SexDiffers => "性别与身份证件号不一致。".into(),
            Problem::GuardianDocumentNeeded => "学生没有身份证件时，须填写监护人的身份证件。".into(),
            Problem::KindNeeded => format!("填写了号码，但没有选择{label}。"),
            Problem::OriginContradicts => "国籍/地区、身份证件类型与港澳台侨外不相符。".into(),
            Problem::CitizenAsForeigner => "国籍是中国的，港澳台侨外不能是外籍华裔人或外国人。".into(),
            Problem::ForeignerAsCitizen => {
                "国籍不是中国的，港澳台侨外不能是华侨、归侨或非华裔中国人，这三项都是中国公民。".into()
            }
            Problem::OfRegion(region) => {
                format!("国籍/地区是{}的，港澳台侨外应为{}。", region.label(), own_status(region).label())
            }
            Problem::DisabilityContradicts => "随班就读与残疾类型不相符。".into(),
            Problem::SpecialSchool => "特殊教育学校的学生须填写残疾类型，随班就读须与它相符。".into(),
            Problem::TaughtAtHome => "送教上门的学生须填写残疾类型，且不填随班就读。".into(),
            Problem::NoGuardian => "两名家庭成员中没有监护人。".into(),
            Problem::KinshipNoteNeeded => "关系为非亲属时须填写关系说明。".into(),
            Problem::GradeNotOffered => "本校不开设这一年级。".into(),
            Problem::EntryMonthDiffers => "入学年月与年级不相符。".into(),
            Problem::UnusualAge => "年龄与年级相差较大。".into(),
            Problem::Cell(problem) => format!("{label}{}", problem.message()),
            Problem::NotAName => format!("{label}填的不是姓名。"),
            Problem::OneMember => "只填写了一名家庭成员或监护人。".into(),
            Problem::CreditCode(error) => {
                format!("监护人是机构的，{label}处填它的统一社会信用代码：{}", error.message())
            }
            Problem::NotDrawn(one) => {
                format!("{label}里有一个字（编码 {}）字库里没有，显示不出来，也打印不出来。", code_point(one))
            }
            Problem::AllAbroad => "填写的监护人都住在境外，没有境内的联系人。".into(),
            Problem::CountryOfAddress => {
                format!("联系电话是境外号码，{label}没有从国家或地区写起。")
            }
            Problem::NotAPlace => format!("{label}在现行行政区划中查不到这个名称。"),
            Problem::SeveralPlaces => format!("{label}有几处同名。"),
            Problem::UnknownDivision => format!("{label}的代码在现行行政区划表中查不到。"),
            Problem::NotHan => format!("{label}不是汉字，而身份证件是居民身份证。"),
            Problem::CountryDiffers => "国籍/地区与永久居留身份证号码中的国家代码不一致。".into(),
            Problem::OldCardSexDiffers => "性别与旧版永久居留身份证号码中的性别位不一致。".into(),
            Problem::ImplausibleBirth => "按出生日期，不是上中小学的年龄。".into(),
            Problem::OneCharacter => format!("{label}只有一个字。"),
            Problem::ValidBeforeBirth => "身份证件的有效期从出生日期以前开始。".into(),
            Problem::LanguageNeeded => "填写了民族文字姓名，没有选择是哪一种文字。".into(),
            Problem::ScriptDiffers(language) => format!("{label}不是用{}写的。", language.label()),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self.problem {
            Problem::Missing => "请补充填写。".into(),
            Problem::TooLong(_) => "请缩短。".into(),
            Problem::NotInList if self.is_kind_of_document() => {
                "请从下拉列表中选择，或填写代码；来往内地通行证，香港居民的选 6，澳门居民的选 7。".into()
            }
            Problem::NotInList => "请从下拉列表中选择，或填写代码。".into(),
            Problem::NotADate | Problem::InFuture => "请按 2019-09-01 的样式填写。".into(),
            Problem::NotAMonth => "请按 202609 的样式填写。".into(),
            Problem::Ident(IdentError::CheckDigit) => "请对照证件逐位核对。".into(),
            Problem::Ident(IdentError::Nobody) => "请填写真实姓名；没有这个人的，不要用文字代替。".into(),
            Problem::Ident(IdentError::Obsolete) => {
                "请按居民户口簿或现在的居民身份证填写 18 位号码；没有 18 位号码的，请到户籍地公安机关查询。".into()
            }
            Problem::Ident(IdentError::OtherRegion) => "请核对号码，或改正身份证件类型。".into(),
            Problem::Ident(IdentError::Script) => {
                "有居民户口簿或居民身份证的，请填写上面的汉字姓名；外国学生请按护照填写拉丁字母的姓名。".into()
            }
            Problem::Ident(IdentError::Form) if self.field.kind() == FieldKind::Document => {
                "请核对证件类型和号码：810000、820000、830000 开头的是港澳台居民居住证，9 开头的 18 位号码是外国人永久居留身份证。".into()
            }
            Problem::Ident(_) if self.field.kind() == FieldKind::NativeName => {
                "请照居民身份证上的民族文字填写，不加标点和数字；没有民族文字姓名的留空。".into()
            }
            Problem::Ident(_) => "请对照证件核对后重新填写。".into(),
            Problem::NotAPhone => "请填写 11 位手机号，或带区号的座机号，例如 025-83111111；境外号码以“+”和国家或地区号开头，例如 +852 91234567。".into(),
            Problem::NotAPostcode => "请填写 6 位邮政编码。".into(),
            Problem::NotANumber => "请填写整数。".into(),
            Problem::NotPinyin => "例如 ZHANG SAN。".into(),
            Problem::NotAValidity => "请按 2016.06.01-2026.06.01 的样式填写，长期有效的写“长期”。".into(),
            Problem::BirthDiffers | Problem::SexDiffers => "请对照户口簿核对两项，改正错误的一项。".into(),
            Problem::GuardianDocumentNeeded => "请填写监护人的证件类型和号码，并另附就读证明。".into(),
            Problem::KindNeeded => "请选择证件类型。".into(),
            Problem::OriginContradicts => "请按证件核对这三项。".into(),
            Problem::CitizenAsForeigner => {
                "已经取得外国国籍的，请改正国籍/地区；定居国外的中国公民填“华侨”；其余填“否”。".into()
            }
            Problem::ForeignerAsCitizen => "请按证件上的国籍填写“外国人”或“外籍华裔人”。".into(),
            Problem::OfRegion(_) => "请按证件核对国籍/地区和港澳台侨外两项。".into(),
            Problem::DisabilityContradicts => {
                "非随班就读的填“无残疾”；随班就读的填相应的残疾类型；在家中接受送教的，就读方式填“送教上门”。".into()
            }
            Problem::SpecialSchool => {
                "请填写残疾类型；不在普通学校随班就读的，随班就读填“非随班就读”。".into()
            }
            Problem::TaughtAtHome => {
                "请填写残疾类型，随班就读填“非随班就读”；已经到校学习的，请先办理特殊安置，改为回本校就读。".into()
            }
            Problem::NoGuardian => "请至少把一名成员的“是否监护人”填“是”。".into(),
            Problem::KinshipNoteNeeded => "请说明与学生的关系；监护人是机构的，请填机构全称。".into(),
            Problem::GradeNotOffered => "请核对年级；学校的学段由主管部门维护。".into(),
            Problem::EntryMonthDiffers => "入学年月指本学段起始年级的入学年月，请核对。".into(),
            Problem::UnusualAge => "请核对出生日期和年级；确实如此的可以继续。".into(),
            Problem::Cell(problem) => problem.remedy().into(),
            Problem::NotAName if self.field.block() == Block::Member2 => {
                "请填写真实姓名；没有第二名家庭成员的，请把成员二的各项都留空。".into()
            }
            Problem::NotAName if self.field.mandatory() => "请填写真实姓名。".into(),
            Problem::NotAName => "没有的请留空。".into(),
            Problem::OneMember => "确实只有一名的可以继续。".into(),
            Problem::CreditCode(_) => {
                "请对照机构的登记证书填写 18 位代码；关系说明不是机构名称的，请改正关系说明。".into()
            }
            Problem::NotDrawn(one) => format!(
                "请核对是否输错；没有输错的，请按户口簿上的字改用规范字，或把编码 {} 告诉系统管理员。",
                code_point(one)
            ),
            Problem::AllAbroad => {
                "在境内照料孩子的亲友可填为另一名家庭成员，“是否监护人”填“否”；确实没有的可以继续。".into()
            }
            Problem::CountryOfAddress => {
                "住在境外的请从国家或地区写起，例如 日本东京都新宿区；住在境内的可以继续。".into()
            }
            Problem::NotAPlace if self.field == Field::BirthPlace => {
                "出生在境内的请写到县（区），例如 江苏省南京市玄武区；出生在境外的只填国家或地区的名称，例如 美国。".into()
            }
            Problem::NotAPlace => "请写到县（区），例如 江苏省南京市玄武区；已经撤并的，可填当时的代码。".into(),
            Problem::SeveralPlaces => "请从列出的几处中选择，或从省写起，例如 江苏省南京市玄武区。".into(),
            Problem::UnknownDivision => "请核对是否输错；确是当时的代码、后来撤并的，可以继续。".into(),
            Problem::NotHan => {
                "请填写居民身份证或居民户口簿上的汉字姓名；持其他证件的，请改正身份证件类型。".into()
            }
            Problem::CountryDiffers => "请对照证件核对；国籍确已变更的可以继续。".into(),
            Problem::OldCardSexDiffers => "请对照证件核对；确实无误的可以继续。".into(),
            Problem::ImplausibleBirth => "请对照居民户口簿或其他身份证件核对出生年份。".into(),
            Problem::OneCharacter => "请对照证件核对；确实只有一个字的可以继续。".into(),
            Problem::ValidBeforeBirth => "请对照证件核对两项；确实如此的可以继续。".into(),
            Problem::LanguageNeeded => "几种文字用同样的字母，请在“民族文字姓名的文种”中选择。".into(),
            Problem::ScriptDiffers(_) => "请核对姓名和文种两项。".into(),
        }
    }

    fn is_kind_of_document(&self) -> bool {
        matches!(self.field, Field::IdKind | Field::Member1IdKind | Field::Member2IdKind)
    }

    /// What it rests on.
    pub fn basis(&self) -> Basis {
        match self.problem {
            Problem::OriginContradicts
            | Problem::CitizenAsForeigner
            | Problem::ForeignerAsCitizen
            | Problem::OfRegion(_)
            | Problem::CountryDiffers
            | Problem::OldCardSexDiffers
            | Problem::Ident(IdentError::OtherRegion) => Basis::Article(28),
            Problem::LanguageNeeded
            | Problem::ScriptDiffers(_)
            | Problem::NotHan
            | Problem::Ident(IdentError::Script | IdentError::Han | IdentError::Scripts) => {
                Basis::Law("《中华人民共和国居民身份证法》第四条".into())
            }
            Problem::Ident(_) | Problem::BirthDiffers | Problem::SexDiffers => Basis::Article(5),
            Problem::DisabilityContradicts | Problem::SpecialSchool => Basis::Article(17),
            Problem::TaughtAtHome => Basis::Article(6),
            _ => Basis::Article(7),
        }
    }
}
