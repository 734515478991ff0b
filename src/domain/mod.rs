//! What things are: the words of the field as types that cannot hold nonsense.
//!
//! Parse, don't validate. Nothing here reads a file, a socket, a clock or a database.
//!
//! # Glossary: law in API, SQL, Rust and page
//!
//! | word | 中文 | what it is |
//! |---|---|---|
//! | division | 行政区划 | a 12-digit statistical code with name, level, parent, validity, successor, optional boundary |
//! | reporting unit | 填报单位 | who reports to the province; a second tree beside the divisions |
//! | community | 社区 | a division of the lowest level; may be a smart community 智慧社区 |
//! | organization | 机构 | who runs or helps; may have a site on the map |
//! | facility | 设施 | a place of some kind (an HSDS location), also the site of an organization |
//! | kind | 类别 | what sort of place a facility is; a row, not code |
//! | status | 状态 | where a facility stands between planned and closed |
//! | protected | 保护性场所 | of a kind whose true position leaves the service to nobody without the right |
//! | service | 服务 | what is offered; of a service type; may be doorless (a hotline) |
//! | service at location | 服务点 | a service as offered at one facility: groups, fee, places, vacancy |
//! | target group | 对象 | whom a service or a count is about |
//! | demand cell | 需求单元 | a spot with counts of people by target group; counts only |
//! | small count | 小数 | a count of a target group below a threshold: withheld from whoever lacks the right, the others rounded |
//! | figures | 数据口径 | what counts are: definition, year, how they came to be, the file that brought them |
//! | spread | 摊分 | a division's total handed out over its buildings or ground: an estimate |
//! | standard | 规范 | a dated rule with citation and confidence; unverified 未核实 ones are switched off |
//! | reach | 可达范围 | the distance within which a place serves, a closed threshold |
//! | by | 方式 | how a distance was measured: straight (估算) or on foot over a network (实测路网), by a profile |
//! | street | 道路 | a way that people may walk, as a map tells it |
//! | network | 路网 | the streets as a graph that answers distances and times |
//! | profile | 步行方式 | how somebody walks: walk, elder, step-free |
//! | barrier | 阻隔 | a line nobody crosses on the ground: a motorway, a railway, water |
//! | address point | 地址点 | a named spot or a house number of the map, to be searched for |
//! | building | 建筑 | a building of the map, with the room it offers to live in |
//! | map part | 地图分册 | what an installation keeps of an imported map: base, streets, addresses, buildings |
//! | covered / left over | 覆盖 / 未覆盖 | people within reach and the rest; they add up to the total |
//! | gap | 缺口 | a community (or cell) with people left over |
//! | datum | 坐标系 | what a pair of coordinates refers to; kept with the pair as given |
//! | given point | 原始坐标 | the pair as it came, before conversion to WGS84 |
//! | precision | 精度 | how exactly a position is known |
//! | area | 管辖范围 | the box in which an installation's places may lie |
//! | change | 变更 | one write: who, when, before and after; never altered, chained by hash |
//! | version | 版本 | the number of the change that last wrote a record |
//! | batch | 批次 | the changes of one file, let in and undone as a whole |
//! | draft | 草稿 | a file on its way in: what its headings mean, what was mended, what is chosen |
//! | proposal | 提案 | a change that waits for another person's approval |
//! | account | 账号 | who works with the registry; signs in |
//! | role, right | 角色、权限 | what an account is for, and what that lets it do |
//! | jurisdiction | 辖区 | where a role holds: everywhere, a division, a reporting unit |
//! | grant | 授权 | a role within a jurisdiction |
//! | session | 会话 | an account that is signed in, until it signs out or is idle too long |
//! | setting | 设置 | what an installation may tune: a row with default, source and confidence |
//! | caller | 请求者 | who asks, with what that one may do |
//! | duplicate | 疑似重复 | two records that may be one; shown with the parts of its score, decided by a person |
//! | completeness | 完整度 | the weighed share of the wished-for fields that are filled |
//! | check | 核查 | somebody looked whether a record is still true; due again after an interval by kind |
//! | overdue | 逾期 | the day a check was due is past |
//! | stale | 过时 | a vacancy older than its limit |
//! | review | 待核 | a record with a problem that a person should look at, and the suggested next step |
//! | plan | 规划方案 | a list of actions on a stated baseline, under stated terms; also called a scenario |
//! | action | 措施 | what a plan does at a site: build, upgrade, add places, extend hours, move, close |
//! | baseline | 基线 | the state of records, people, streets and standards that figures were worked out on |
//! | terms | 口径 | whose reach a plan looks at: kinds, group, how distances are measured, limit, division |
//! | candidate | 备选点 | a spot where a site could open |
//! | siting run | 选址计算 | a search for the best sites, with its bound and gap |
//! | tracked gap | 在办缺口 | a gap that somebody has decided something about |
//! | rule set | 规范体系 | the standards of one document, named as it is cited |
//! | clause | 条款 | one thing that a standard asks for, judged by itself |
//! | working day | 工作日 | a weekday that is no holiday, or a day worked in exchange |
//! | worklist | 缺口清单 | gaps with owner, deadline and state |
//! | inspection | 督查 | a campaign of visits to a sample, with a checklist, findings and re-visits |
//! | project | 项目 | an action of an approved plan with owner, money, milestones and deadline |
//! | hand-in | 成果 | a report of a plan that can be made again from its hash |
//! | application | 入驻申请 | an organization that registers itself and waits for a registrar |
//! | offer | 帮扶意向 | what an organization can give: services, groups, places, area, hours, until when |
//! | case | 个案 | somebody's need by a number of the office's own: community, groups, services; never a person's name |
//! | step | 办理步骤 | what happened to a case: who, when, to where, why |
//! | time limit | 办理时限 | a row that says by when a step is due |
//! | consent | 知情同意 | what somebody agreed to be told to others, what for and until when |
//! | eligibility | 准入条件 | rules that are tried on a profile, which is never kept |
//! | referral | 转介 | a case is put before a receiver, who accepts or declines with a reason |
//! | receiver | 接收方 | the facility, organization or offer that a referral goes to |
//! | pairing | 结对 | a case helped by an offer, once both sides have agreed |
//! | home visit | 探访 | a visit of a pairing's, with what was given and when the next one is |
//! | unmet request | 未满足需求 | a search or referral that found nobody, counted for its community |
//! | duty post | 责任岗位 | who is on duty for divisions: a post, never a person's name |
//! | snapshot | 快照 | the immutable registry that answers questions |

pub mod account;
pub mod address_point;
pub mod base_map;
pub mod batch;
pub mod building;
pub mod calendar;
pub mod case;
pub mod change;
pub mod check;
pub mod credit_code;
pub mod datum;
pub mod demand;
pub mod division;
pub mod division_change;
pub mod duty;
pub mod eligibility;
pub mod facility;
pub mod gap;
pub mod geocode;
pub mod id;
pub mod inspection;
pub mod jurisdiction;
pub mod kind;
pub mod map_part;
pub mod offer;
pub mod organization;
pub mod packed;
pub mod pairing;
pub mod permission;
pub mod personal_number;
pub mod plan;
pub mod position;
pub mod project;
pub mod proposal;
pub mod record;
pub mod referral;
pub mod service;
pub mod settings;
pub mod siting_run;
pub mod small_count;
pub mod standard;
pub mod street;
pub mod text;
pub mod time_limit;
pub mod vocabulary;
