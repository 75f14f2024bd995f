import { execFileSync } from 'node:child_process';

/** For tests: authorities and certificates of a month, written into a folder as `NAME.key` and `NAME.crt`. */
export class ThrowAwayCertificates {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  authority(name: string): void {
    this.#key(name);
    this.#openssl(
      'req',
      '-x509',
      '-new',
      '-key',
      `${name}.key`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-out',
      `${name}.crt`,
    );
  }

  /** @param address that it stands for. @param authority must have been made before. */
  certificate(name: string, authority: string, address = 'IP:127.0.0.1'): void {
    this.#key(name);
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${address}`];
    this.#openssl('req', '-new', '-key', `${name}.key`, ...subject, '-out', `${name}.csr`);
    const signed = [
      '-CA',
      `${authority}.crt`,
      '-CAkey',
      `${authority}.key`,
      '-CAcreateserial',
      '-copy_extensions',
      'copy',
    ];
    this.#openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-days', '30', '-out', `${name}.crt`);
  }

  #key(name: string): void {
    this.#openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
  }

  #openssl(...words: string[]): void {
    execFileSync('openssl', words, { cwd: this.#folder, stdio: 'ignore' });
  }
}
