import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { IsSlug, IsSortableId, type PipelineId, type ProjectId } from '../ids.js';
import { IsSecretName, IsSecretValue } from '../secrets.js';

export class SecretsParams {
  @IsSlug() project!: ProjectId;
}
export class SecretParams extends SecretsParams {
  @IsSecretName() name!: string;
}

/** Whose secret it is: a pipeline's or an environment's; neither: the project's. */
export class SecretQuery {
  @IsOptional() @IsSortableId() pipeline?: PipelineId;
  @IsOptional() @Length(1, 200) environment?: string;
}

export class PutSecretBody {
  @IsSecretValue() value!: string;
}

export class ListSecretsQuery {
  @IsOptional() @IsString() @MaxLength(400) after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
}
