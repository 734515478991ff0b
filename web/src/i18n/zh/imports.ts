// Bringing files in, in Chinese.
export default {
  imports: {
    question: '要导入哪个文件？', intro: '表格不用先整理：列名、坐标系、错误的格子，下一步会一项一项问。', dropHere: '把文件拖到这里，或', choose: '选择文件…', other: '换一个文件…',
    formats: 'CSV（UTF-8 或 GB18030）、Excel .xlsx、GeoJSON。最大 64 MB。', kindOf: '文件里是什么？', begin: '读这个文件', safe: '读文件不会改动登记。先看会改变什么，再决定。',
    sending: '正在上传', sent: '已上传 {sent} / {all}（{share}%）', reading: '已上传，正在读表…', noRight: '您可以看导入，不能导入', noRightWhy: '导入要登记员的权限。请找管理员，或由登记员来做。',
    unfit: { empty: '这个文件是空的（0 字节）。请在表格软件里打开看看，再另存一次。', large: '文件有 {size}，最多收 {most}。请按区县拆成几个文件。', old_excel: '这是旧式的表格文件。请在 Excel 或 WPS 里“另存为”.xlsx 或 CSV，再导入。', ending: '不认识这种文件。请用 CSV、Excel .xlsx 或 GeoJSON。' },
    kind: { facilities: '设施', organizations: '机构', demand: '人口', divisions: '区划' },
    kindHelp: { facilities: '每行一处：名称、类别、地址、坐标', organizations: '每行一家：名称、信用代码、联系方式', demand: '每行一格或一个社区的人数', divisions: '区划代码、名称、边界' },
    drafts: '最近的文件', noDrafts: '还没有导入过文件。', rowCount: '{n} 行', all: '全部导入', discard: '丢弃', discardSure: '再按一次就丢弃', reload: '重新载入',
    state: { draft: '未完成', proposed: '待批准', applied: '已入库', undone: '已撤销' },
    batches: '已入库的批次', noBatches: '还没有批次。', batchCounts: '新增 {added} · 变更 {changed} · 移除 {removed}', undo: '撤销整批', undoneOn: '{date}撤销', undone: '“{file}”这一批已经撤销，登记回到导入之前。',
    undoTitle: '撤销“{file}”这一批？', undoText: '新增的 {added} 条会移除，变更的 {changed} 条回到原来，移除的 {removed} 条恢复。撤销本身也会记入变更记录。', undoDo: '撤销整批',
    undoRefused: '这一批之后有记录又改过，不能整批撤销', undoRefusedNext: '整批撤销会盖掉别人后来的修改。请逐条打开这些记录改正，或先退回后来的修改。',
    pick: '选一个', noMatch: '没有这样的', near: '相近的：{names}', allChoices: '可选的 {n} 个',
    comparing: '正在与登记比较…', steps: '导入的步骤', next: '下一步', saving: '正在保存…', saved: '每次改动都已保存', empty: '（空）',
    step: {
      file: '文件', columns: '列的对应', datum: '坐标系', changes: '会改变什么', send: '送出', later: '等前一步', unread: '读不出来', missing: '还缺 {n} 个必填', clash: '有列重复', problem: '有问题', mapped: '{n} 列对上，{off} 列不用',
      noDatum: '不需要', choose: '请选一个', refused: '{n} 行要改', clean: '没有错误', writes: '{n} 条',
    },
    file: {
      noRows: '文件里没有数据行。第一行应当是列名，下面每行一条记录。', unread: '这个文件读不出来', whatToDo: '可以这样做：', hint1: '在表格软件里打开它，确认第一行是列名，下面每行一条记录。', hint2: '合并的单元格、标题行、合计行请删去；多个工作表的，把要导入的放在第一个。',
      hint3: '另存为 .xlsx 或 CSV（UTF-8）再导入。', hint4: '有密码保护的文件，先取消密码。', another: '换一个文件', read: '文件读好了', rows: '数据行', size: '大小', by: '由谁', hash: '指纹',
    },
    columns: {
      question: '每一列是什么？', intro: '已按列名猜好。请对照前几个值看一遍，不对的改过来；不要的列选“不导入”。', remembered: '这些列名以前导入过，沿用了上次的对应。请看一眼是否还对。',
      missing: '还缺必填的：{names}。', missingHow: '请在下面找到是哪一列，把它对上。', missingSome: '没有对上：{names}。登记里已有的记录照样可以改；新记录缺了它们不能新增。', twice: '有两列都对到：{names}。', twiceHow: '请只留一列，另一列选“不导入”。',
      kind: '文件里没有“类别”这一列？全表都是：', pickKind: '选一个类别', heading: '文件里的列', samples: '前几个值', field: '放进登记的', noHeading: '（没有列名）', fieldOf: '“{heading}”列放进哪个字段', ignore: '不导入这一列',
      ignored: '不导入的 {n} 列：{names}',
    },
    datum: {
      question: '哪一个落在楼上？', intro: '文件没有写坐标系。同样的 {n} 行按每种坐标系各画了一次，相差最多 {d}。在地图上看哪个字母落在真正的位置上，就选哪个。', before: '看前一行', after: '看后一行', of: '第 {i} / {n} 个例子（文件第 {row} 行）', letter: '{letter}',
      from: { wgs84: 'GPS、天地图、国际地图导出的多是这种', cgcs2000: '国家测绘成果；与 WGS84 相差不到一米', gcj02: '从高德、腾讯地图取的点', bd09: '从百度地图取的点' },
      help: '拿不准时，换几个例子看；已登记的设施也画在图上（淡色），可以对照。选错了可以回来改。',
    },
    changes: { question: '这些改动对吗？', next: '看好了，去送出' },
    tab: { refused: '要改', added: '新增', changed: '变更', removed: '移除', unchanged: '没有变' },
    tabHelp: {
      refused: '这些行有错，不会导入。标红的格子可以就在这里改，按回车就重查；不改的行留在这里，不影响其他行。', added: '登记里没有这个编号，会新增。去掉勾就不导入这一行。', changed: '登记里已有，下列字段会改。去掉勾就不改这一条。',
      removed: '文件里没有、登记里有的记录。去掉勾就保留。', unchanged: '与登记一样，不写入。',
    },
    none: { refused: '没有要改的行。', added: '没有新增的记录。', changed: '没有变更的记录。', removed: '不移除任何记录。文件里没有的记录会原样保留。', unchanged: '没有与登记一样的行。' },
    swapped: '经度和纬度像是写反了。', swap: '对调', swapAll: '{n} 行都对调',
    rowNumber: '第 {n} 行', noName: '（没有名称）', right: '应当是：{what}', mend: '改好，重查', mendingMore: '正在改，还有 {n} 行…', wholeRow: '看整行', lessRow: '收起整行', alike: '另有 {n} 行也是这个值，一起改',
    mendedTo: '改好了，移到“{tab}”。', seeThere: '去看', chooseRow: '导入“{name}”', notInFile: '文件里没有', goes: '这条记录会从登记中移除。', moves: '移动 {d}', moreFields: '还有 {n} 项', lessFields: '收起',
    notChosen: '没有选的 {n} 条不导入。', leaveAll: '这 {n} 条都不导入', takeAll: '这 {n} 条都选上',
    whole: {
      ask: '这个文件是某一类设施的完整名单？', title: '这个文件是完整名单', explain: '通常，文件里没有的记录会原样保留。如果这个文件就是某个区划里某一类设施的完整名单，那么登记里有、文件里没有的，会列为“移除”。', kind: '哪一类', division: '哪个区划',
      warning: '{division}的{kind}，凡是文件里没有的都会列为移除。送出之前可以在“移除”里逐条看、逐条保留。', set: '是完整名单', said: '当作{division}的{kind}的完整名单：{n} 条会移除。', take: '不是完整名单',
    },
    send: {
      question: '送出之后：', added: '条新增', changed: '条变更', removed: '条移除', left: '条与登记一样', notChosen: '条没有选', refused: '还有 {n} 行有错，不会导入', refusedWhy: '可以先去改好，也可以先送出其余的；出错的行留在这个文件里。', mend: '去改', reason: '说明', reasonHelp: '例如：2026 年三季度报送。批准的人会看到。',
      do: '送出 {n} 条', sending: '正在送出…', nothing: '没有要写入的内容。', two: '登记实行双人制：送出后由另一人批准，整批一起入库，也可以整批撤销。',
    },
    came: { proposed: '已送审，等另一人批准', applied: '已入库', undone: '这一批已撤销', toProposal: '看这份送审', toAll: '回到全部导入', refused: '还有 {n} 行没有改' },
    cameWhy: { proposed: '批准之前，登记不变。批准人在“待批准”里看到整批差异。', applied: '整批已写入登记。需要时可在“已入库的批次”里整批撤销。', undone: '登记已回到导入之前。' },
  },
}
