// Lists what openapi.json describes and asks the service for it.
'use strict'

const make = (tag, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes)
  element.append(...children)
  return element
}

const firstLine = (text) => (text ?? '').split('\n')[0]
const shapeOf = ({ type, items, enum: codes, minimum, maximum, default: usual }) => {
  const kind = type === 'array' ? `${items?.type ?? ''} 列表 list, a,b,c` : type
  const limits = [minimum, maximum].every((limit) => limit !== undefined) ? `${minimum} – ${maximum}` : ''
  return [kind, codes?.join(' | '), limits, usual === undefined ? '' : `默认 default ${usual}`].filter(Boolean).join(' · ')
}

function addressOf(path, form) {
  const query = new URLSearchParams()
  for (const field of form.querySelectorAll('input')) {
    const value = field.value.trim()
    if (field.dataset.place === 'path') path = path.replace(`{${field.name}}`, encodeURIComponent(value))
    else if (value) query.set(field.name, value)
  }
  return query.size ? `${path}?${query}` : path
}

async function ask(address, output) {
  const began = performance.now()
  const line = make('div', {}, make('a', { href: address, textContent: `GET ${address}` }))
  output.replaceChildren(line, '…')
  try {
    const response = await fetch(address)
    const type = response.headers.get('content-type') ?? ''
    const body = /json/.test(type) ? JSON.stringify(await response.json(), null, 2) : `${type}\n${(await response.text()).slice(0, 20000)}`
    const status = `${response.status} · ${Math.round(performance.now() - began)} ms · ${response.headers.get('etag') ?? ''}`
    output.replaceChildren(line, make('strong', { textContent: status, className: response.ok ? '' : 'wrong' }), make('pre', { textContent: body.slice(0, 200000), tabIndex: 0 }))
  } catch {
    output.replaceChildren(line, make('strong', { className: 'wrong', textContent: '服务没有回应 · The service does not answer' }))
  }
}

function formOf(path, operation) {
  const form = make('form')
  for (const { name, in: place, description, schema = {} } of operation.parameters ?? []) {
    const field = make('input', { name, required: place === 'path', autocomplete: 'off', spellcheck: false })
    field.dataset.place = place
    form.append(make('label', {}, make('code', { textContent: name }), field, make('small', { textContent: `${description ?? ''} (${shapeOf(schema)})` })))
  }
  const output = make('output')
  form.append(make('button', { textContent: '试一试 · Try it' }), output)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask(addressOf(path, form), output)
  })
  return form
}

async function show(main) {
  const { paths, tags } = await (await fetch('/api/v1/openapi.json')).json()
  const sections = tags.map(({ name, description }) => {
    const own = Object.entries(paths).filter(([, item]) => item.get?.tags?.includes(name))
    const rows = own.map(([path, { get }]) =>
      make('details', {}, make('summary', {}, make('code', { textContent: `GET ${path}` }), make('span', { textContent: firstLine(get.summary ?? get.description) })), formOf(path, get)))
    return make('section', {}, make('h2', { textContent: description }), ...rows)
  })
  main.replaceChildren(...sections)
}

show(document.getElementById('operations')).catch(() => {
  document.getElementById('operations').textContent = '无法读取 openapi.json · openapi.json cannot be read'
})
