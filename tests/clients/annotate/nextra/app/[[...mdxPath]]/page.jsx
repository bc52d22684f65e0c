import { generateStaticParamsFor, importPage } from "nextra/pages";
import { useMDXComponents } from "../../mdx-components";

export const generateStaticParams = generateStaticParamsFor("mdxPath");

export async function generateMetadata({ params }) {
  return (await importPage((await params).mdxPath)).metadata;
}

export default async function Page({ params }) {
  const { default: Content, ...rest } = await importPage((await params).mdxPath);
  const { wrapper: Wrapper } = useMDXComponents();
  return (
    <Wrapper {...rest}>
      <Content />
    </Wrapper>
  );
}
