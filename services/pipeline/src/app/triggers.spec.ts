import {
  promisesOfFollowings,
  promisesOfJournal,
  promisesOfPlaces,
  promisesOfSchedules,
} from './triggers.promises.story.js';
import { MemoryFollowings, MemoryJournal, MemoryPlaces, MemorySchedules } from './triggers.story.js';

describe('deliveries in memory', () => {
  const journal = new MemoryJournal();
  promisesOfJournal(() => journal);
});

describe('schedules in memory', () => {
  const schedules = new MemorySchedules();
  promisesOfSchedules(() => schedules);
});

describe('followings in memory', () => {
  const followings = new MemoryFollowings();
  promisesOfFollowings(() => followings);
});

describe('places in memory', () => {
  const places = new MemoryPlaces();
  promisesOfPlaces(() => places);
});
