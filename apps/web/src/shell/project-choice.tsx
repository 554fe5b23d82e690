import { useQuery } from '../data/use-query.js';
import { usePlace } from './use-place.js';
import css from './project-choice.module.css';

/** Which project everything is shown of. It stands in the address, so that a link leads others to the same. */
export const ProjectChoice = () => {
  const { project, path, go } = usePlace();
  const { value } = useQuery('projects?limit=200', client => client.projects.list({ limit: 200 }));
  const projects = value.value?.projects.filter(one => !one.deleted) ?? [];
  const choose = (id: string) => go(id === '' ? path : `${path}?project=${encodeURIComponent(id)}`);
  return (
    <label class={css.choice}>
      <span class="heard">Project</span>
      <select value={project ?? ''} onChange={event => choose(event.currentTarget.value)}>
        <option value="" selected={project === undefined}>
          All projects
        </option>
        {project !== undefined && !projects.some(({ id }) => id === project) && (
          <option value={project} selected>
            {project}
          </option>
        )}
        {projects.map(({ id, name }) => (
          <option key={id} value={id} selected={id === project}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
};
