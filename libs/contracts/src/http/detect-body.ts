import { IsObject, IsOptional, Length } from 'class-validator';

/** `POST /api/ci/detect`; answered with a DetectReply. */
export class DetectBody {
  /** Paths to texts, or to null where only the path is known. */
  @IsObject() files!: Record<string, string | null>;
  /** Of the pipeline, where nothing in the checkout has one. */
  @IsOptional() @Length(1, 200) name?: string;
}
