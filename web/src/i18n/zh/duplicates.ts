// What Duplicates says, in Chinese.
export default {
  duplicates: {
    question: '哪些记录可能是同一处？', intro: '正在比较…', answer: '有 {n} 对看起来像同一处，最像的在前。', anyKind: '不限类别', anyScore: '不限相似度', threshold: '相似度', atLeast: '至少 {s}', merged: '已合并的，可以撤销', none: '没有看起来重复的记录', noneWhy: '按现在的条件没有找到。可以放宽类别或相似度。',
    pick: '在左边选一对，这里会说明为什么像，两处也会画在地图上。', gone: '这一对已经不在名单里：已合并，或已判定不是同一处。', position: '第 {i} / {n} 项', next: '下一项',
    likeness: { sure: '几乎可以肯定是同一处（{s}）', likely: '很可能是同一处（{s}）', maybe: '可能是同一处（{s}）' },
    noAddress: '没有地址', record: '打开记录', apart: '两点直线相距 {d}', why: '为什么像', weight: '权重 {w}', sum: '总分是各项乘以权重之和，没有可比的项不计入。',
    because: {
      without: '去掉“{words}”之后，', names: { partly: '同样的部分是名称的主干，其余写法不同：“{first}”与“{second}”', same: '名称一样：“{first}”', sound: '读音一样：“{first}”与“{second}”', soundAlike: '读音相近：“{first}”与“{second}”', alike: '名称比较：“{first}”与“{second}”' }, but: '；但是',
      difference: { numbers: '数字不同', one_sided_numbers: '只有一方带数字', compass: '方位不同', places: '写的是不同的地方' },
      addresses: '“{first}”与“{second}”', house: { same: '，门牌相同', different: '，门牌不同', one_sided: '，只有一方写了门牌', none: '，都没有写门牌' },
      metres: '相距 {d}', districts: '在不同的区县：{first}、{second}', same: '{part}相同', different: '{part}不同',
    },
    part: { name: '名称', address: '地址', credit_code: '信用代码', phone: '电话', distance: '距离', kind: '类别' },
    merge: '是同一处，合并…', dismiss: '不是同一处…', dismissTitle: '不是同一处', dismissText: '“{a}”与“{b}”是两处不同的设施，以后不再列出。', dismissReason: '怎么知道的', dismissDo: '不是同一处', dismissed: '已记下：不是同一处。', sent: '合并已送出。批准之后，被并入的编号会指向保留的记录。',
    mergeQuestion: '合并之后，每一项用哪边的？', field: '项目', kept: '保留这个编号', keepThis: '改为保留这个编号', result: '合并之后', held: '您无权查看', empty: '（空）', alike: '两边相同的 {n} 项',
    after: '{drop} 并入 {keep}；以后查 {drop} 会得到 {keep}。需要时可以撤销合并。', reason: '为什么是同一处', reasonHint: '例如：同一地址，两次导入的名称写法不同', send: '送出合并', open: '其中一条还有未决的送审：{name}', openWhy: '要等它批准或退回之后才能合并。',
    organization: {
      question: '哪些记录可能是同一家机构？', answer: '有 {n} 对看起来像同一家机构，最像的在前。', anyKind: '不限法人类别', pick: '在左边选一对，这里会说明为什么像。', gone: '这一对已经不在名单里：已合并，或已判定不是同一家。',
      likeness: { sure: '几乎可以肯定是同一家（{s}）', likely: '很可能是同一家（{s}）', maybe: '可能是同一家（{s}）' }, part: { kind: '法人类别' },
      merge: '是同一家，合并…', dismiss: '不是同一家…', dismissTitle: '不是同一家', dismissText: '“{a}”与“{b}”是两家不同的机构，以后不再列出。', dismissDo: '不是同一家', dismissed: '已记下：不是同一家。',
      after: '{drop} 并入 {keep}；以后查 {drop} 会得到 {keep}，{drop} 运营的设施改由 {keep} 运营。需要时可以撤销合并。', reason: '为什么是同一家', reasonHint: '例如：信用代码相同，机构改过名称',
    },
    noMerged: '还没有合并过记录。', wentInto: '“{drop}”并入“{keep}”', undo: '撤销合并', undoWaits: '撤销已送审，等另一人批准。', undoTitle: '撤销合并？', undoText: '“{drop}”会恢复为单独的记录，“{keep}”回到合并之前。', undone: '{id} 已恢复为单独的记录。', undoSent: '撤销 {id} 的合并已送审。', older: '更早的',
  },
}
