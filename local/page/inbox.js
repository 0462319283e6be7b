/** Shows what each phone receives. A message's text is only ever set as textContent. */
const phones = new Map();
let chosen;
/** Until the reader picks a phone, the page follows the newest message. */
let picked = false;

const $ = (id) => document.getElementById(id);

function element(name, className, text) {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = text;
  return created;
}

function receive(message) {
  const phone = phones.get(message.to) ?? addPhone(message.to);
  phone.messages.push(message);
  phone.count.textContent = String(phone.messages.length);
  phone.preview.textContent = message.text.replace(/\s+/g, ' ').trim();
  $('phones').prepend(phone.button);
  $('empty').hidden = true;
  if (chosen === message.to) show(message);
  else if (!picked) choose(message.to);
}

function addPhone(number) {
  const button = document.createElement('button');
  button.type = 'button';
  const count = element('span', 'count', '');
  const preview = element('span', 'preview', '');
  button.append(element('span', 'number', number), count, preview);
  button.addEventListener('click', () => {
    picked = true;
    choose(number);
  });
  const phone = { button, count, preview, messages: [] };
  phones.set(number, phone);
  return phone;
}

function choose(number) {
  chosen = number;
  for (const [other, { button }] of phones) button.setAttribute('aria-current', String(other === number));
  $('number').textContent = number;
  $('messages').replaceChildren();
  for (const message of phones.get(number).messages) show(message);
}

function show({ text, from, provider, at }) {
  const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const item = document.createElement('li');
  item.append(element('p', 'text', text.trimEnd()), element('p', 'facts', `${time} · ${provider} · from ${from}`));
  $('messages').append(item);
  item.scrollIntoView({ block: 'end' });
}

function connect() {
  const source = new EventSource('/events');
  source.addEventListener('open', () => {
    $('status').textContent = 'live';
  });
  source.addEventListener('message', ({ data }) => receive(JSON.parse(data)));
  source.addEventListener('error', () => {
    // A courier that starts again starts with an empty inbox, so what is shown stays until the page is loaded anew.
    source.close();
    $('status').textContent = 'the courier has stopped; reload once it runs again';
  });
}

connect();
