import { TEMPLATE_FACTS } from '@gatehouse/dto/template-facts';
import { Code, Table, Text } from '@mantine/core';
import { ScrollTable } from '../../../components/ui/scroll-table';
import classes from './template-help.module.css';

/** What values can say about a call; closed until somebody wants to know. */
export function TemplateHelp() {
  return (
    <details className={classes.help}>
      <summary>Facts that a value can have</summary>
      <Text size="sm" my="xs">
        Text with facts between braces, such as <Code>{'{client.id} for {user.id}'}</Code>. A value of facts
        alone that a call does not have is left out.
      </Text>
      <ScrollTable label="Facts" verticalSpacing={4} miw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Fact</Table.Th>
            <Table.Th>What it is</Table.Th>
            <Table.Th>For example</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {TEMPLATE_FACTS.map(({ name, description, example }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Code>{`{${name}}`}</Code>
              </Table.Td>
              <Table.Td>{description}</Table.Td>
              <Table.Td>{example}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </details>
  );
}
