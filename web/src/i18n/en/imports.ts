// Bringing files in, in English.
export default {
  imports: {
    question: 'Which file do you want to bring in?', intro: 'The table need not be tidy: headings, coordinate system and wrong cells are asked about one by one.', dropHere: 'Drop the file here, or', choose: 'Choose a file…', other: 'Another file…',
    formats: 'CSV (UTF-8 or GB18030), Excel .xlsx, GeoJSON. At most 64 MB.', kindOf: 'What does the file hold?', begin: 'Read this file', safe: 'Reading changes nothing. You see what would change, then decide.',
    sending: 'Uploading', sent: 'Uploaded {sent} of {all} ({share}%)', reading: 'Uploaded; the table is being read…', noRight: 'You may look at imports, not make them', noRightWhy: 'Importing needs the right of a registrar. Ask the administrator, or a registrar to do it.',
    unfit: { empty: 'This file is empty (0 bytes). Open it in a spreadsheet program and save it once more.', large: 'The file has {size}; at most {most} are taken. Split it, for instance by district.', old_excel: 'This is an old kind of spreadsheet. Save it as .xlsx or CSV in Excel or WPS, then bring it in.', ending: 'This kind of file is not known. Use CSV, Excel .xlsx or GeoJSON.' },
    kind: { facilities: 'Facilities', organizations: 'Organisations', demand: 'People', divisions: 'Divisions' },
    kindHelp: { facilities: 'One place a row: name, kind, address, position', organizations: 'One a row: name, credit code, contacts', demand: 'Counts of people by cell or community', divisions: 'Division codes, names, boundaries' },
    drafts: 'Recent files', noDrafts: 'No file has been brought in yet.', rowCount: '{n} rows', all: 'All imports', discard: 'Discard', discardSure: 'Press again to discard', reload: 'Load again',
    state: { draft: 'Not finished', proposed: 'To be approved', applied: 'In the registry', undone: 'Undone' },
    batches: 'Batches in the registry', noBatches: 'No batches yet.', batchCounts: '{added} added · {changed} changed · {removed} removed', undo: 'Undo the batch', undoneOn: 'Undone on {date}', undone: 'The batch “{file}” is undone; the registry is as it was before.',
    undoTitle: 'Undo the batch “{file}”?', undoText: '{added} added records go, {changed} changed ones go back, {removed} removed ones come back. The undoing itself is logged, too.', undoDo: 'Undo the batch',
    undoRefused: 'Some records have changed since, so the batch cannot be undone as a whole', undoRefusedNext: 'Undoing would overwrite what others did later. Mend these records one by one, or take the later changes back first.',
    pick: 'Pick one', noMatch: 'Nothing like it', near: 'Near: {names}', allChoices: 'All {n} to pick from',
    comparing: 'Comparing with the registry…', steps: 'Steps of the import', next: 'Next', saving: 'Saving…', saved: 'Every change is saved', empty: '(empty)',
    step: {
      file: 'File', columns: 'Columns', datum: 'Coordinates', changes: 'What changes', send: 'Send', later: 'After the step before', unread: 'Cannot be read', missing: '{n} required missing', clash: 'A field taken twice', problem: 'A problem', mapped: '{n} matched, {off} left out',
      noDatum: 'Not needed', choose: 'Please choose', refused: '{n} rows to mend', clean: 'No errors', writes: '{n} records',
    },
    file: {
      noRows: 'The file holds no rows of data. The first row should be the headings, then one record a row.', unread: 'This file cannot be read', whatToDo: 'What you can do:', hint1: 'Open it in a spreadsheet program: the first row should be the headings, then one record a row.', hint2: 'Remove merged cells, title rows and totals; of several sheets, put the one to import first.',
      hint3: 'Save it as .xlsx or CSV (UTF-8) and bring it in again.', hint4: 'Take a password off first.', another: 'Another file', read: 'The file has been read', rows: 'Rows of data', size: 'Size', by: 'By', hash: 'Fingerprint',
    },
    columns: {
      question: 'What is each column?', intro: 'Guessed from the headings. Compare with the first values and mend what is wrong; columns you do not want are left out.', remembered: 'These headings were imported before; the last matching was taken again. Please check that it still holds.',
      missing: 'Required and still missing: {names}.', missingHow: 'Find the column below and match it.', missingSome: 'Not matched: {names}. Records that are there can still be changed; new ones cannot be added without.', twice: 'Two columns go into: {names}.', twiceHow: 'Keep one of them and leave the other out.',
      kind: 'No column of kinds in the file? Everything in it is:', pickKind: 'Choose a kind', heading: 'Column in the file', samples: 'First values', field: 'Goes into', noHeading: '(no heading)', fieldOf: 'Field that “{heading}” goes into', ignore: 'Leave this column out',
      ignored: '{n} columns left out: {names}',
    },
    datum: {
      question: 'Which one lies on the building?', intro: 'The file does not say its coordinate system. The same {n} rows are drawn once for each system, up to {d} apart. See which letter lies where the place really is, and choose it.', before: 'The row before', after: 'The next row', of: 'Example {i} of {n} (row {row} of the file)', letter: '{letter}',
      from: { wgs84: 'GPS, Tianditu and most international maps', cgcs2000: 'National survey data; within a metre of WGS84', gcj02: 'Points taken from Amap or Tencent maps', bd09: 'Points taken from Baidu maps' },
      help: 'If in doubt, look at more examples; places on record are drawn too (pale), to compare with. A wrong choice can be changed later.',
    },
    changes: { question: 'Are these changes right?', next: 'Looks right, go on' },
    tab: { refused: 'To mend', added: 'Added', changed: 'Changed', removed: 'Removed', unchanged: 'Unchanged' },
    tabHelp: {
      refused: 'These rows are wrong and will not be imported. Mend the red cells right here; Enter checks the row again. Rows left alone stay here and do not hold up the others.', added: 'Not on record yet; will be added. Untick a row to leave it out.', changed: 'On record; these fields will change. Untick a row to leave the record as it is.',
      removed: 'On record but not in the file. Untick to keep a record.', unchanged: 'As on record; nothing is written.',
    },
    none: { refused: 'No rows to mend.', added: 'Nothing is added.', changed: 'Nothing changes.', removed: 'Nothing is removed. Records that are not in the file stay as they are.', unchanged: 'No row is as on record.' },
    swapped: 'Longitude and latitude look swapped.', swap: 'Exchange them', swapAll: 'In all {n} rows',
    rowNumber: 'Row {n}', noName: '(no name)', right: 'Should be: {what}', mend: 'Mend and check', mendingMore: 'Mending, {n} more…', wholeRow: 'The whole row', lessRow: 'Less', alike: '{n} more rows hold the same value: mend them too',
    mendedTo: 'is mended and now under “{tab}”.', seeThere: 'See', chooseRow: 'Import “{name}”', notInFile: 'Not in the file', goes: 'This record will be removed from the registry.', moves: 'moves {d}', moreFields: '{n} more', lessFields: 'Less',
    notChosen: '{n} that were left out are not imported.', leaveAll: 'Leave all {n} out', takeAll: 'Choose all {n}',
    whole: {
      ask: 'Is this file the whole list of a kind?', title: 'The file is a whole list', explain: 'Usually, records that are not in the file stay as they are. If the file is the whole list of a kind in a division, records that are not in it are put up for removal.', kind: 'Which kind', division: 'Which division',
      warning: '{kind} in {division}: whatever is not in the file is put up for removal. You can look at each one under “Removed” and keep it before you send.', set: 'It is the whole list', said: 'Taken as the whole list of {kind} in {division}: {n} records go.', take: 'It is not',
    },
    send: {
      question: 'Once it is sent:', added: 'added', changed: 'changed', removed: 'removed', left: 'as on record', notChosen: 'left out', refused: '{n} rows are wrong and stay out', refusedWhy: 'Mend them first, or send the others now; wrong rows stay in this file.', mend: 'Mend them', reason: 'Why', reasonHelp: 'For instance: returns of the third quarter. Whoever approves sees it.',
      do: 'Send {n} records', sending: 'Sending…', nothing: 'There is nothing to write.', two: 'Two people: someone else approves it, the batch goes in as a whole and can be undone as a whole.',
    },
    came: { proposed: 'Sent; someone else has to approve it', applied: 'In the registry', undone: 'This batch is undone', toProposal: 'See the proposal', toAll: 'Back to all imports', refused: '{n} rows not mended yet' },
    cameWhy: { proposed: 'Until then the registry stays as it is. Approvers see the whole difference under “Proposals”.', applied: 'The batch is written. If need be, it can be undone as a whole under “Batches in the registry”.', undone: 'The registry is as it was before.' },
  },
}
