// What Reports says, in Chinese.
export default {
  reports: {
    gone: '（记录已不在）',
    question: '大家说哪里不对？', intro: '正在载入…', answer: { open: '{n} 条等答复，最新的在前。', closed: '{n} 条已答复。' }, state: '处理情况', states: { open: '等答复', closed: '已答复' },
    none: { open: '没有等答复的反馈', closed: '还没有答复过的反馈' }, noneWhy: { open: '有人在设施卡片上点“信息有误”，就会出现在这里。', closed: '答复之后会列在这里。' },
    answerIt: '答复…', outcomeLabel: '结果', outcome: { mended: '确实有误，已改正', not_wrong: '核实无误', cannot_tell: '无法核实' }, chooseOutcome: '请选择结果。', answerLabel: '给反馈人的答复', answerHelp: '对方凭回执看到这段话。请先在记录里改好，再答复。', close: '答复并结束',
  },
}
