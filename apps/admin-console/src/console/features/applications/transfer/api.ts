import type { ApplicationsImportResult, ExportApplications, ImportApplications } from '@gatehouse/dto';
import { callApi, fetchFile } from '../../../../lib/api-client';
import { endpoints } from '../../../../lib/paths';
import { queryClient } from '../../../../lib/query-client';

/** Five parts (RFC 7516 §3.1), where JSON has a brace. */
export const isSealed = (text: string): boolean => /^[\w-]+(\.[\w-]+){4}$/.test(text.trim());

/** Fetches a file of applications, and has the browser save it. */
export async function saveApplications(input: ExportApplications): Promise<void> {
  const address = URL.createObjectURL(await fetchFile('POST', endpoints.applicationsExport, input));
  const link = document.createElement('a');
  link.href = address;
  const day = new Date().toISOString().slice(0, 10);
  link.download = `applications-${day}.${input.passphrase === undefined ? 'json' : 'jwe'}`;
  link.click();
  URL.revokeObjectURL(address);
}

export async function importApplications(input: ImportApplications): Promise<ApplicationsImportResult> {
  const result = await callApi<ApplicationsImportResult>('POST', endpoints.applicationsImport, input);
  if (result.isApplied) {
    await queryClient.invalidateQueries({ queryKey: ['applications'] });
    queryClient.removeQueries({ queryKey: ['application'] });
  }
  return result;
}
