import { Dialog } from '../ui/dialog.js';
import { keyGroups } from './keys.js';
import css from './keys-overlay.module.css';

/** Which keys do what on this page. */
export const KeysOverlay = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Keys" look="wide" onClose={onClose}>
    <div class={css.groups}>
      {[...keyGroups.value].reverse().map(({ title, shortcuts }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {shortcuts.map(({ key, does }) => (
              <div key={key}>
                <dt>
                  {key.split(' ').map(one => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  </Dialog>
);
