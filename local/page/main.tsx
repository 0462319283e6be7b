import { render } from 'preact';
import { App } from './app';
import { connect } from './connection';
import { Store } from './store';

const store = new Store();
const root = document.getElementById('app');
if (root !== null) render(<App store={store} />, root);
connect(store);
