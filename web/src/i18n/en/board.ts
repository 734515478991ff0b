// What the Board says, in English.
export default {
  board: {
    answer: '{done} of {total} projects are done ({share}); {late} are overdue.', none: 'No projects yet.', noneWhy: 'When a plan is approved, its steps become projects and are followed here.', toPlan: 'Go to Plan', units: 'Responsible units', projects: 'Projects', nobody: 'No unit yet', all: 'All',
    state: { planned: 'Not begun', under_way: 'Under way', done: 'Done', dropped: 'Dropped' }, overdue: 'Overdue', overdueN: '{n} overdue', onlyOverdue: 'Only overdue', deadline: 'Deadline', money: 'Money (10,000 yuan)', moneyN: '{n} × 10,000 yuan', share: 'Done', count: 'Projects', filterState: 'State', filterPlan: 'Projects of one plan only', anyPlan: 'All projects',
    name: 'Name', unit: 'Responsible unit', post: 'Post', postHelp: 'The post, not a person’s name', next: 'Next milestone', noNext: 'No milestone', edit: 'Edit', editTitle: '{name}', save: 'Save', steps: 'Milestones', step: 'Milestone', due: 'Due', doneOn: 'Reached', addStep: 'Add a milestone', removeStep: 'Remove', funds: 'Money by source', source: { 'welfare-lottery': 'Welfare lottery', 'budget': 'Public budget', 'society': 'Society' }, plan: 'Plan', place: 'Place', barHelp: '{unit}: {done} done, {under} under way, {planned} not begun, {late} overdue',
    incomplete: 'A milestone needs a name and a day', amountWrong: 'A number, 0 or more', moreThan: 'Only the first {n} projects are listed', asOf: 'As of {date}',
  },
}
