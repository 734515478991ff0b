//! Which words name which column? One table for every kind of file; a new spelling touches this file only.

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = [$($spelling:literal),+ $(,)?]),+ $(,)?) => {
        /// What a column holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Field { $($(#[$doc])* $field),+ }

        impl Field {
            /// How many fields there are.
            pub const COUNT: usize = [$(Field::$field),+].len();

            /// The accepted spellings, the one that exports use first.
            pub fn spellings(self) -> &'static [&'static str] {
                match self { $(Field::$field => &[$($spelling),+]),+ }
            }

            /// Its name in the interface: the spelling that exports use.
            pub fn code(self) -> &'static str {
                self.spellings()[0]
            }
        }
    };
}

fields! {
    Id = ["id", "编号", "设施编号", "机构编号", "组织编号", "单元编号", "机构id", "设施id", "ID号", "唯一编号", "facility_id", "organization_id"],
    /// A code that is the id where there is no other.
    OtherId = ["code", "代码", "编码", "机构代码", "设施代码"],
    /// A running number; an id only where there is neither.
    Serial = ["序号", "no", "number", "#"],
    Name = ["name", "名称", "设施名称", "facility_name", "name_zh", "中文名称"],
    /// Names that are the name where there is no other: a facility's list may also name who runs it.
    OtherName = ["机构名称", "组织名称", "单位名称", "服务机构名称", "站点名称", "organization_name"],
    /// A division's name; in other files it says where something is.
    DivisionName = ["区划名称", "行政区划名称", "社区名称"],
    NameEn = ["name_en", "英文名称", "英文名", "名称英文", "English name", "name (en)"],
    Kind = ["kind", "类别", "类型", "设施类型", "设施类别", "机构类型", "机构类别", "种类", "设施种类", "type", "facility_type", "facility_kind"],
    Address = ["address", "地址", "详细地址", "设施地址", "机构地址", "所在地址", "办公地址", "通讯地址", "addr", "street_address"],
    Lon = ["lon", "经度", "lng", "long", "longitude", "东经", "坐标经度", "地理经度"],
    Lat = ["lat", "纬度", "latitude", "北纬", "坐标纬度", "地理纬度"],
    /// On a plane, or a longitude where there is no other.
    X = ["x", "x坐标", "横坐标", "x_m"],
    /// On a plane, or a latitude where there is no other.
    Y = ["y", "y坐标", "纵坐标", "y_m"],
    Datum = ["datum", "坐标系", "坐标系统", "坐标系类型", "坐标类型", "crs", "coordinate_system"],
    PublicLon = ["public_lon", "公开经度", "对外经度", "front_lon"],
    PublicLat = ["public_lat", "公开纬度", "对外纬度", "front_lat"],
    Precision = ["precision", "精度", "坐标精度", "定位精度"],
    Capacity = ["capacity", "容量", "床位", "床位数", "床位数量", "核定床位", "托位", "托位数", "名额", "服务容量", "接待能力", "座位数", "beds", "places"],
    Status = ["status", "状态", "运营状态", "设施状态", "运营情况"],
    StatusDate = ["status_date", "状态日期", "状态时间"],
    StatusReason = ["status_reason", "状态原因", "状态说明"],
    CreditCode = ["credit_code", "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "uscc", "unified_social_credit_code"],
    Operator = ["operator_id", "operator", "运营方编号", "运营机构编号", "运营方", "主办机构编号"],
    Division = ["division", "行政区划代码", "区划代码", "行政区划", "所属区划代码", "行政区划编码", "社区代码", "division_code", "所属行政区划代码"],
    FloorArea = ["floor_area_m2", "建筑面积", "面积", "使用面积", "floor_area", "area_m2"],
    OpeningHours = ["opening_hours", "开放时间", "服务时间", "营业时间", "工作时间", "hours"],
    Phone = ["phone", "电话", "联系电话", "办公电话", "服务电话", "咨询电话", "telephone", "tel"],
    /// The one column in which a mobile is allowed.
    ContactMobile = ["contact_mobile", "联系人手机", "联系人手机号", "联系人手机号码", "负责人手机", "联系手机"],
    BarrierFree = ["barrier_free", "无障碍", "无障碍设施", "accessibility"],
    Grade = ["grade", "等级", "星级", "评定等级"],
    Department = ["responsible_department", "责任处室", "主管部门", "责任部门", "主管单位", "department"],
    Services = ["services", "服务", "服务项目", "服务内容", "服务类型", "service"],
    /// What the list of codes cannot say; written by exports.
    ServicesJson = ["services_json"],
    /// Services of an organization that have no door; written by exports.
    OwnServices = ["own_services", "无门店服务"],
    OwnServicesJson = ["own_services_json"],
    TargetGroups = ["target_groups", "服务对象", "对象", "服务人群", "target_group"],
    OpenedOn = ["opened_on", "启用日期", "启用时间", "投入使用日期", "开业日期", "运营日期", "成立日期"],
    CheckedOn = ["checked_on", "核实日期", "核查日期", "核实时间"],
    Notes = ["notes", "备注", "说明", "note", "remarks", "remark"],
    Source = ["source", "来源", "数据来源"],
    GivenX = ["given_x", "原始x", "原始经度"],
    GivenY = ["given_y", "原始y", "原始纬度"],
    GivenDatum = ["given_datum", "原始坐标系"],
    /// 示例数据 and the like; read over.
    Notice = ["notice", "提示"],
    Withheld = ["withheld", "隐去"],
    Category = ["category", "法人类别", "组织类别", "法人类型", "组织类型", "登记类别", "机构性质", "组织形式"],
    FilingNumber = ["filing_number", "备案号", "备案编号", "登记证号"],
    Population = ["population", "人口", "常住人口", "总人口", "人口数", "人数", "人口总数", "pop"],
    /// The year that a figure stands for, and what it counts; the same in every row.
    Year = ["year", "年份", "年度", "数据年份", "统计年份"],
    Definition = ["definition", "口径", "统计口径", "人口口径"],
    Code = ["code", "代码", "区划代码", "行政区划代码", "行政区划编码", "编码", "division_code", "adcode", "统计用区划代码", "区划编码"],
    /// Tianditu's `156` + code.
    Gb = ["gb", "国标码", "gb码"],
    Level = ["level", "级别", "层级", "行政级别"],
    Parent = ["parent", "上级", "上级代码", "上级区划代码", "parent_code"],
    ValidFrom = ["valid_from", "生效日期", "启用日期"],
    ValidTo = ["valid_to", "失效日期", "废止日期", "撤销日期"],
    Successor = ["successor", "后继代码", "变更后代码", "新代码"],
    CentreLon = ["centre_lon", "中心经度", "center_lon", "lon", "经度", "lng", "longitude"],
    CentreLat = ["centre_lat", "中心纬度", "center_lat", "lat", "纬度", "latitude"],
    Smart = ["smart", "智慧社区", "是否智慧社区", "smart_community"],
    SmartSince = ["smart_since", "智慧社区日期", "智慧社区建成日期", "智慧社区建成时间"],
    SmartSource = ["smart_source", "智慧社区来源", "智慧社区依据"],
    Layer = ["layer", "图层"],
    Class = ["class", "分类"],
    From = ["from", "起点", "origin", "demand_id"],
    To = ["to", "终点", "destination", "facility_id"],
    Cost = ["cost", "费用", "距离", "distance", "distance_m", "time", "walk_s"],
}
