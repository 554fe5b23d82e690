import { IsOptional, Length } from 'class-validator';
import { IsMap } from '../is-map.js';

/** `POST /api/ci/detect`; answered with a DetectReply. */
export class DetectBody {
  /** Paths to texts, or to null where only the path is known. */
  @IsMap() files!: Record<string, string | null>;
  /** Of the pipeline, where nothing in the checkout has one. */
  @IsOptional() @Length(1, 200) name?: string;
}
