import { ButtonLink } from '../ui/button.js';
import { Empty } from '../ui/empty.js';
import { Page } from '../ui/page.js';
import { useDocumentStatus } from './document-status.js';

/** Where no page is. */
export const NotFound = () => {
  useDocumentStatus('No such page');
  return (
    <Page title="There is no such page">
      <Empty icon="search" title="Nothing has this address">
        <p>A link may be old, or a letter of it lost.</p>
        <ButtonLink href="/executions" look="main">
          All executions
        </ButtonLink>
      </Empty>
    </Page>
  );
};
