import { ApiPage } from './api-detail';
import { ApiList } from './api-list';

/** Which APIs there are, and how to call one: for client developers, and anybody else. */
export function CataloguePage() {
  const id = new URLSearchParams(location.search).get('api');
  return id === null ? <ApiList /> : <ApiPage id={id} />;
}
