import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Story } from '../inbox/api';
import { readStory } from './connection';
import type { Store } from './store';

/** Draws anew whenever the store has changed. */
export function useStore(store: Store): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => store.subscribe(() => draw(undefined as never)), [store]);
}

/** A message's story, read anew whenever the message changes. The one before stays until the next is there. */
export function useStory(store: Store, id: string | undefined): Story | undefined {
  const [story, setStory] = useState<Story>();
  const version = id === undefined ? 0 : (store.versions.get(id) ?? 0);
  // another version of the message is another story
  useEffect(() => {
    let isWanted = true;
    if (id === undefined) setStory(undefined);
    else
      readStory(id).then(
        (read) => isWanted && setStory(read),
        () => {},
      );
    return () => {
      isWanted = false;
    };
  }, [id, version]);
  return story?.id === id ? story : undefined;
}

/** The time, every second while something counts down. */
export function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}

/** What is shown on a narrow screen; the browser's own way back leads from one to the one before. */
export function useView<View extends string>(first: View): [View, (view: View) => void] {
  const [view, setView] = useState(first);
  useEffect(() => {
    const onBack = ({ state }: PopStateEvent) => setView(state?.view ?? first);
    addEventListener('popstate', onBack);
    return () => removeEventListener('popstate', onBack);
  }, [first]);
  const show = (next: View) => {
    if (next !== view) history.pushState({ view: next }, '');
    setView(next);
  };
  return [view, show];
}

export type Theme = 'light' | 'dark';

const THEME = 'theme';

/** What the reader has chosen, else what the system says. */
export function useTheme(): [Theme, () => void] {
  const [chosen, setChosen] = useState(() => localStorage.getItem(THEME) as Theme | null);
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const theme = chosen ?? system;
  useEffect(() => {
    if (chosen !== null) document.documentElement.dataset['theme'] = chosen;
  }, [chosen]);
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(THEME, next);
    setChosen(next);
  };
  return [theme, toggle];
}
