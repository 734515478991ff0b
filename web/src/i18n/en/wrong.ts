// 'This is wrong', said by the public, in English.
export default {
  wrong: {
    open: 'Is something wrong here? Tell us', title: 'What is wrong?', intro: 'Does “{name}” differ from what is written here? Say so; a registrar looks into it and answers. No account and no name needed.', field: 'What is wrong', any: 'Not sure, or several things', text: 'How it really is', help: 'For instance: moved across the street; the phone has changed. Please give nobody’s name, identity number or mobile.',
    fields: { name: 'Name', address: 'Address', phone: 'Phone', opening_hours: 'Opening hours', status: 'Closed or not open yet', lon: 'Position on the map', services: 'Services', barrier_free: 'Barrier-free features' },
    send: 'Send', have: 'Have a receipt?', thanks: 'Received. Thank you.', keep: 'Keep the receipt to see later what became of it; we have no way to reach you.', id: 'Receipt number', code: 'Code', copy: 'Copy the link', see: 'See the answer', status: 'What became of the report',
    state: { open: 'Being looked into', closed: 'Answered' }, waiting: 'No answer yet. Please come back in some days.', unknown: 'No such receipt', unknownWhy: 'Check the number and the code; both must be exactly as given.', look: 'Look it up',
  },
}
