import { Button } from './button.js';
import { Copy } from './copy-as.js';
import { Dialog } from './dialog.js';
import css from './shown-once.module.css';

/** What can be read now and never again. */
export const ShownOnce = ({
  title,
  label,
  text,
  about,
  onClose,
}: {
  title: string;
  /** What it is, such as `token`. */
  label: string;
  text: string;
  about: string;
  onClose: () => void;
}) => (
  <Dialog title={title} onClose={onClose} look="wide">
    <p>{about}</p>
    <div class={css.once}>
      <output aria-label={label}>{text}</output>
      <Copy text={text} what={`the ${label}`} />
    </div>
    <footer>
      <Button look="main" onClick={onClose}>
        I have kept it
      </Button>
    </footer>
  </Dialog>
);
