import { useQuery } from '../../data/use-query.js';
import { usePlace } from '../../shell/use-place.js';
import { daysIn, Figures } from './figures.js';

/** How the executions of a whole project have been. */
export const ProjectCharts = ({ project }: { project: string }) => {
  const days = daysIn(usePlace().query['days']);
  const found = useQuery(`statistics ${project} ${days}`, client => client.statistics.ofProject(project, days));
  return (
    <>
      <p>
        Project <strong>{project}</strong>, by day in UTC.
      </p>
      <Figures query={found} />
    </>
  );
};
