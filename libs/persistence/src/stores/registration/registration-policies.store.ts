import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { RegistrationPolicies } from '../../schemas/index.js';
import type { RegistrationPolicyRecord } from '../../schemas/registration.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from '../admin/store-errors.js';

/** What an operator says of a policy. */
export type RegistrationPolicyContent = Omit<
  RegistrationPolicyRecord,
  'id' | 'kind' | 'tokenHash' | 'registrations' | 'createdBy' | 'version' | 'createdAt' | 'updatedAt'
>;

/** On which terms clients register themselves. */
export class RegistrationPoliciesStore {
  constructor(private readonly dataSource: DataSource) {}

  /** All of them: there are few. Those that are always there come first. */
  list(): Promise<RegistrationPolicyRecord[]> {
    return this.dataSource
      .getRepository(RegistrationPolicies)
      .createQueryBuilder('p')
      .orderBy("p.kind = 'token'")
      .addOrderBy('p.kind', 'DESC')
      .addOrderBy('lower(p.name)')
      .getMany();
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<RegistrationPolicyRecord> {
    const found = await this.dataSource.getRepository(RegistrationPolicies).findOneBy({ id });
    if (found === null) throw new NotFoundError('registration policy');
    return found;
  }

  findByToken(tokenHash: Buffer): Promise<RegistrationPolicyRecord | null> {
    return this.dataSource.getRepository(RegistrationPolicies).findOneBy({ tokenHash });
  }

  findOfKind(kind: 'open' | 'document'): Promise<RegistrationPolicyRecord | null> {
    return this.dataSource.getRepository(RegistrationPolicies).findOneBy({ kind });
  }

  /** @throws TakenError. @returns its ID */
  async insert(content: RegistrationPolicyContent, tokenHash: Buffer, createdBy: string): Promise<string> {
    const id = randomUUID();
    const row = {
      id,
      kind: 'token' as const,
      ...content,
      tokenHash,
      registrations: 0,
      createdBy,
      version: 1,
    };
    await this.dataSource.manager
      .insert(RegistrationPolicies, row)
      .catch((error: unknown) => rethrowTaken(error, 'name', content.name));
    return id;
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(id: string, version: number, content: RegistrationPolicyContent): Promise<void> {
    const { affected } = await this.dataSource.manager
      .update(RegistrationPolicies, { id, version }, content)
      .catch((error: unknown) => rethrowTaken(error, 'name', content.name));
    if (affected !== 0) return;
    await this.get(id);
    throw new StaleVersionError('registration policy');
  }

  /** Its clients stay. The two that are always there cannot be deleted. @throws NotFoundError */
  async delete(id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(RegistrationPolicies, {
      id,
      kind: 'token',
    });
    if (affected === 0) throw new NotFoundError('registration policy');
  }
}
