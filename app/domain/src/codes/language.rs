//! The languages in which a people writes names beside Han (民族文字): what is written on the 居民身份证 of an autonomous area, and the
//! written languages that are taught at schools besides.

use super::code_list;

code_list! {
    /// 民族文字: the code is its tag of BCP 47, as pages and documents name a language.
    WrittenLanguage {
        Tibetan = "bo" "藏文",
        Uyghur = "ug" "维吾尔文",
        Kazakh = "kk-Arab" "哈萨克文",
        Kirghiz = "ky-Arab" "柯尔克孜文",
        Mongolian = "mn-Mong" "蒙古文",
        Sibe = "sjo-Mong" "锡伯文",
        Manchu = "mnc-Mong" "满文",
        Yi = "ii" "彝文",
        Korean = "ko" "朝鲜文",
        TaiNua = "tdd" "德宏傣文",
        TaiLue = "khb-Talu" "西双版纳新傣文",
        Lisu = "lis" "傈僳文",
        Zhuang = "za" "壮文",
        Bouyei = "pcc" "布依文",
        Miao = "hmn" "苗文",
        Dong = "kmc" "侗文",
        Hani = "hni" "哈尼文",
        Lahu = "lhu" "拉祜文",
        Jingpo = "kac" "景颇文",
    }
}
