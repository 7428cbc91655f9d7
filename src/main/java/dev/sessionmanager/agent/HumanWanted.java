package dev.sessionmanager.agent;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Whether a customer asks for a person, or for what only a person may settle: complaints, returns
 * and changes, invoices. Any thread; the patterns take linear time.
 */
@Component
public final class HumanWanted implements Predicate<String> {

  private static final int MAX_CHARS = 4000;

  private static final String PERSON =
      "(?:personas?|humanos?|alguien|asesora?|asesor|vendedora?|vendedor|representante|operadora?|operador|encargad[oa]|due[nñ]o|due[nñ]a|gerente|supervisora?|supervisor|responsable|ejecutiv[oa]|agente)";

  private static final Pattern WANTED =
      Pattern.compile(
          "\\b(?:(?:hablar|hablo|hable|hablen|charlar|comunic\\w{0,8}|contact\\w{0,8}|pasame|pasas|pasar|derivame|derivar|atend\\w{0,6}|atienda|conectame)(?:"
              + " \\w{1,12}){0,3}? "
              + PERSON
              + "\\b|(?:quiero|necesito|prefiero|dame|hay|busco)(?: \\w{1,6}){0,2}"
              + " (?:humano|humana|asesor|asesora|vendedor|vendedora|operador|operadora|representante|agente|encargado|encargada|persona)\\b|atencion"
              + " (?:humana|personal\\w{0,8}|al cliente)|persona real|una persona de verdad|ser"
              + " humano|con un humano|no (?:sos|seas) (?:un"
              + " )?(?:bot|robot)|reclamos?\\b|reclamar|quejas?\\b|quejarme|me"
              + " quejo|denunci\\w{1,5}|defensa del"
              + " consumidor|estafa\\w{0,4}|devolucion\\w{0,2}|devolver\\w{0,3}|devuelv\\w{1,4}|reembolso\\w?|reintegro\\w?|me"
              + " devuelvan|(?:hacer|hago|quiero|necesito|pedir|por) un cambio|cambiar\\w{0,2}"
              + " (?:el|la|los|las|un|una|mi|este|esta)\\b|politica de cambios?|cambios? y"
              + " devoluciones|cambio de (?:talle|medida|producto)|quiero"
              + " cambiarl[oa]|factura\\w{0,4}\\b|factura [abc]\\b|nota de"
              + " credito|(?:llego|vino|recibi|esta)(?: \\w{1,12}){0,3}"
              + " (?:rot[oa]s?|fallad[oa]s?|defectuos[oa]s?|dañad[oa]s?|danad[oa]s?|equivocad[oa]s?|incomplet[oa]s?)\\b|(?:no|nunca)"
              + " (?:me )?(?:llego|llegaron|recibi|entregaron)\\b|mi"
              + " pedido|garantia|(?:talk|speak|chat) (?:to|with)(?: \\w{1,8}){0,2}"
              + " (?:human|person|someone|agent|representative|manager|salesperson)|(?:a|real)"
              + " human\\b|human agent|refund|complaint|invoice)");

  private static final Pattern NOT_WANTED =
      Pattern.compile(
          "\\b(?:no|sin) (?:quiero |necesito |hace falta |hay que"
              + " )?(?:hablar|charlar|comunicarme|un humano|una persona|que me atienda)\\b");

  /** Whether the text says so. Its first {@value #MAX_CHARS} characters count. */
  @Override
  public boolean test(String text) {
    String plain =
        plain(text.substring(0, Math.min(text.length(), MAX_CHARS))).replaceAll("[^a-z0-9]+", " ");
    return WANTED.matcher(NOT_WANTED.matcher(plain).replaceAll(" ")).find();
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{Mn}", "")
        .toLowerCase(Locale.ROOT);
  }
}
