import { ConnectorConfig } from '@switchyard/connector-kit';
import { IsString } from 'class-validator';

export class ShellConfig extends ConnectorConfig {
  /** Names of this process's own environment variables that steps may see, with commas. Nothing else of it reaches them. */
  @IsString() SHELL_PASSES =
    'PATH,HOME,LANG,LC_ALL,TZ,USER,LOGNAME,TMPDIR,SSL_CERT_FILE,SSL_CERT_DIR,NODE_EXTRA_CA_CERTS,HTTP_PROXY,HTTPS_PROXY,NO_PROXY,http_proxy,https_proxy,no_proxy';
}

/** The part of the environment that steps see. */
export const passedEnvironment = ({ SHELL_PASSES }: ShellConfig): Record<string, string> =>
  Object.fromEntries(
    SHELL_PASSES.split(',').flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
