//! What is each kind of organization like?

use super::{ALL, ALWAYS, FRAIL, Helper, LEISURE, OFFICE, OLD, POOR, Spread, YOUNG};

/// Every organization kind, in the order of the ids.
pub(in crate::sample) const ORGANIZATIONS: [Helper; 6] = [
    Helper {
        kind: "community-organization",
        spread: Spread::Communities(0.36),
        capacity: (10, 80),
        hours: LEISURE,
        names: &[
            ("邻里互助会", "Neighbours' Mutual Aid"),
            ("老年协会", "Seniors' Association"),
            ("爱心助餐队", "Meals Group"),
            ("巧手手工社", "Crafts Group"),
            ("儿童成长小屋", "Children's Corner"),
        ],
        offers: &[
            ("visiting", FRAIL, "免费"),
            ("daily-care", OLD, "免费"),
            ("recreation", ALL, "免费"),
            ("child-companionship", YOUNG, "免费"),
            ("paired-support", POOR, "免费"),
        ],
    },
    Helper {
        kind: "social-work-agency",
        spread: Spread::People(80_000, 2),
        capacity: (60, 400),
        hours: OFFICE,
        names: &[("社会工作服务中心", "Social Work Agency")],
        offers: &[
            ("psychological-counselling", ALL, "免费"),
            ("social-inclusion", &["disabled", "minimum-living"], "免费"),
            ("capacity-building", POOR, "免费"),
            ("whole-household-support", POOR, "免费"),
            ("child-companionship", YOUNG, "免费"),
        ],
    },
    Helper {
        kind: "charity",
        spread: Spread::People(140_000, 1),
        capacity: (50, 500),
        hours: OFFICE,
        names: &[("慈善会", "Charity Association"), ("公益基金会", "Public Benefit Foundation")],
        offers: &[
            ("goods-support", POOR, "免费"),
            ("study-support", &["children-in-hardship", "orphans"], "免费"),
            ("resource-linking", POOR, "免费"),
            ("home-adaptation", FRAIL, "部分补助"),
        ],
    },
    Helper {
        kind: "trade-association",
        spread: Spread::People(300_000, 1),
        capacity: (20, 120),
        hours: OFFICE,
        names: &[
            ("养老服务行业协会", "Elder-care Trade Association"),
            ("家政服务商会", "Household Services Chamber"),
            ("餐饮行业协会", "Catering Trade Association"),
        ],
        offers: &[("employment-support", POOR, "免费"), ("goods-support", POOR, "免费")],
    },
    Helper {
        kind: "volunteer-team",
        spread: Spread::Streets(0.66),
        capacity: (15, 120),
        hours: LEISURE,
        names: &[("志愿服务队", "Volunteer Team"), ("青年志愿者服务队", "Young Volunteers")],
        offers: &[
            ("visiting", FRAIL, "免费"),
            ("mobility-aid", &["elderly", "disabled"], "免费"),
            ("cleaning-aid", FRAIL, "免费"),
            ("errand-aid", OLD, "免费"),
        ],
    },
    Helper {
        kind: "rapid-response-team",
        spread: Spread::Streets(0.85),
        capacity: (5, 40),
        hours: ALWAYS,
        names: &[("街道急难问题快速响应服务队", "Subdistrict Rapid-response Team")],
        offers: &[
            ("rapid-response", &["temporary-hardship", "destitute", "minimum-living", "low-income"], "免费"),
            ("emergency-rescue", ALL, "免费"),
            ("referral", POOR, "免费"),
        ],
    },
];
